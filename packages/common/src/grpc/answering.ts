import { randomUUID } from 'node:crypto';
import { DomainError } from '../errors.ts';
import type { Logger } from '../log.ts';
import { histogram } from '../telemetry/index.ts';

const latency = histogram('karna_grpc_server_seconds', 'Time to answer a gRPC request', ['rpc', 'code']);

let inFlight = 0;
/** gRPC requests that this process is answering now. */
export const requestsInFlight = (): number => inFlight;

/** What every kind of handler needs of a call. */
interface Call {
  getPath(): string;
  on(event: 'cancelled', listener: () => void): unknown;
}

export interface Answering {
  readonly rpc: string;
  /** Aborts when the caller goes away. */
  readonly gone: AbortSignal;
  /** Once, when the answer is complete. */
  done(): void;
  /** Once, when there is none: the error fit for the caller. What nobody foresaw is logged and hidden behind an incident id. */
  failed(thrown: unknown, log: Logger): DomainError;
}

/** Counts and times one call, and knows when its caller has gone. */
export function answering(call: Call): Answering {
  const gone = new AbortController();
  call.on('cancelled', () => gone.abort(new DomainError('request.cancelled', 'the caller went away')));
  const rpc = call.getPath().slice('/karna.'.length);
  const timer = latency.startTimer({ rpc });
  inFlight += 1;
  const stop = (code: string) => {
    inFlight -= 1;
    timer({ code });
  };
  return {
    rpc,
    gone: gone.signal,
    done: () => stop('ok'),
    failed: (thrown, log) => {
      const error = DomainError.from(thrown);
      stop(error.code);
      if (error.code !== 'internal') return error;
      const incidentId = randomUUID();
      log.error({ err: thrown, rpc, incidentId }, 'a request failed in a way nobody foresaw');
      return new DomainError('internal', `${error.message} (incident ${incidentId})`);
    },
  };
}
