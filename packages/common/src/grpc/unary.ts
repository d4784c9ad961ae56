import { randomUUID } from 'node:crypto';
import type { handleUnaryCall } from '@grpc/grpc-js';
import { DomainError } from '../errors.ts';
import type { Logger } from '../log.ts';
import { histogram, inSpan } from '../telemetry/index.ts';
import { toStatus } from './wire.ts';

const latency = histogram('karna_grpc_server_seconds', 'Time to answer a gRPC request', ['rpc', 'code']);

let inFlight = 0;
/** gRPC requests that this process is answering now. */
export const requestsInFlight = (): number => inFlight;

/** Turns an async function into a gRPC handler: trace, time, cancellation; the one place where errors meet the wire. */
export function unary<Req, Res>(
  log: Logger,
  handle: (request: Req, signal: AbortSignal) => Promise<Res>,
): handleUnaryCall<Req, Res> {
  return (call, reply) => {
    const gone = new AbortController();
    call.on('cancelled', () => gone.abort(new DomainError('request.cancelled', 'the caller went away')));
    const rpc = call.getPath().slice('/karna.'.length);
    const timer = latency.startTimer({ rpc });
    inFlight += 1;
    const stop = (labels: { code: string }) => {
      inFlight -= 1;
      timer(labels);
    };
    const traceparent = String(call.metadata.get('traceparent')[0] ?? '');

    const fail = (thrown: unknown) => {
      const error = DomainError.from(thrown);
      stop({ code: error.code });
      if (error.code !== 'internal') return reply(toStatus(error));
      const incidentId = randomUUID();
      log.error({ err: thrown, rpc, incidentId }, 'a request failed in a way nobody foresaw');
      reply(toStatus(new DomainError('internal', `${error.message} (incident ${incidentId})`)));
    };
    inSpan(rpc, {}, async () => handle(call.request, gone.signal), { kind: 'server', traceparent }).then((response) => {
      stop({ code: 'ok' });
      reply(null, response);
    }, fail);
  };
}
