import { once } from 'node:events';
import type {
  handleBidiStreamingCall,
  handleServerStreamingCall,
  ServerDuplexStream,
  ServerWritableStream,
} from '@grpc/grpc-js';
import type { Logger } from '../log.ts';
import { inSpan } from '../telemetry/index.ts';
import { answering } from './answering.ts';
import { toStatus } from './wire.ts';

type Stream<Req, Res> = ServerWritableStream<Req, Res> | ServerDuplexStream<Req, Res>;

/** One request, many answers. As `unary`; answers are made only as fast as the caller takes them. */
export function streaming<Req, Res>(
  log: Logger,
  handle: (request: Req, signal: AbortSignal) => AsyncIterable<Res>,
): handleServerStreamingCall<Req, Res> {
  return (call) => answer(call, log, (signal) => handle(call.request, signal));
}

/** Many requests, many answers. Requests are taken only as fast as `handle` asks for them. */
export function conversing<Req, Res>(
  log: Logger,
  handle: (requests: AsyncIterable<Req>, signal: AbortSignal) => AsyncIterable<Res>,
): handleBidiStreamingCall<Req, Res> {
  // A handler that leaves its loop early must not destroy the stream: its answer, or its error, still goes out.
  return (call) => answer(call, log, (signal) => handle(call.iterator({ destroyOnReturn: false }), signal));
}

function answer<Req, Res>(
  call: Stream<Req, Res>,
  log: Logger,
  answers: (signal: AbortSignal) => AsyncIterable<Res>,
): void {
  const { rpc, gone, done, failed } = answering(call);
  const traceparent = String(call.metadata.get('traceparent')[0] ?? '');
  inSpan(rpc, {}, () => write(call, answers(gone), gone), { kind: 'server', traceparent }).then(
    () => {
      done();
      call.end();
    },
    (thrown: unknown) => call.emit('error', toStatus(failed(thrown, log))),
  );
}

async function write<Res>(call: Stream<unknown, Res>, answers: AsyncIterable<Res>, gone: AbortSignal): Promise<void> {
  for await (const one of answers) {
    gone.throwIfAborted();
    if (!call.write(one)) await once(call, 'drain', { signal: gone });
  }
}
