import type { handleUnaryCall } from '@grpc/grpc-js';
import type { Logger } from '../log.ts';
import { inSpan } from '../telemetry/index.ts';
import { answering } from './answering.ts';
import { toStatus } from './wire.ts';

/** Turns an async function into a gRPC handler: trace, time, cancellation; the one place where errors meet the wire. */
export function unary<Req, Res>(
  log: Logger,
  handle: (request: Req, signal: AbortSignal) => Promise<Res>,
): handleUnaryCall<Req, Res> {
  return (call, reply) => {
    const { rpc, gone, done, failed } = answering(call);
    const traceparent = String(call.metadata.get('traceparent')[0] ?? '');
    inSpan(rpc, {}, async () => handle(call.request, gone), { kind: 'server', traceparent }).then(
      (response) => {
        done();
        reply(null, response);
      },
      (thrown: unknown) => reply(toStatus(failed(thrown, log))),
    );
  };
}
