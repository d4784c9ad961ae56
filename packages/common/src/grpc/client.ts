import { Duplex } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import {
  Client,
  credentials,
  type CallOptions as GrpcCallOptions,
  type MethodDefinition,
  type ServiceDefinition,
  type ServiceError,
} from '@grpc/grpc-js';
import { inSpan } from '../telemetry/index.ts';
import { healthDefinition, healthOf } from './health-service.ts';
import { fromStatus, maxMessageBytes, traceMetadata } from './wire.ts';

export interface CallOptions {
  readonly signal?: AbortSignal;
  /** Instead of the client's default (ms). */
  readonly deadlineMs?: number;
}

type Method<D> =
  D extends MethodDefinition<infer Req, infer Res>
    ? D['responseStream'] extends true
      ? (
          request: D['requestStream'] extends true ? AsyncIterable<Req> : Req,
          options?: CallOptions,
        ) => AsyncIterable<Res>
      : (request: Req, options?: CallOptions) => Promise<Res>
    : never;

/** A service's methods as async functions; streams are async iterables. They reject with the server's DomainError. */
export type Calls<Definition> = { readonly [Name in keyof Definition]: Method<Definition[Name]> };

export interface GrpcClient<Definition> {
  readonly calls: Calls<Definition>;
  /** Whether a server answers that it is serving. */
  isUp(): Promise<boolean>;
  close(): void;
}

export interface ConnectOptions<Definition> {
  /** Methods that may be sent again when no server took them: those that change nothing, or the same twice. */
  readonly retry: readonly (keyof Definition & string)[];
  /** Every call has a deadline (ms). */
  readonly deadlineMs: number;
}

/** Retries together (1.5 s) outlast the longest pause between two attempts to connect: a service that is back is found. */
const pauses = {
  reconnectFirstMs: 100,
  reconnectMaxMs: 500,
  retryFirst: '0.1s',
  retryMax: '0.8s',
  attempts: 5,
} as const;

/** Whoever does not say by then how it is, is not up (ms). */
const checkMs = 1_000;

/**
 * Connects to all replicas behind `target` (`host:port`, `host:port,host:port` or `dns:///name:port`) and spreads calls over those
 * that say they are serving. Connects lazily and again for ever.
 */
export function connectGrpc<Definition extends ServiceDefinition>(
  definition: Definition,
  target: string,
  { retry, deadlineMs }: ConnectOptions<Definition>,
): GrpcClient<Definition> {
  const service = serviceOf(definition);
  const client = new Client(address(target), credentials.createInsecure(), {
    'grpc.max_receive_message_length': maxMessageBytes,
    'grpc.max_send_message_length': maxMessageBytes,
    'grpc.initial_reconnect_backoff_ms': pauses.reconnectFirstMs,
    'grpc.max_reconnect_backoff_ms': pauses.reconnectMaxMs,
    // A container that comes back has a new address; the library would ask for it every 30 s at most.
    'grpc.dns_min_time_between_resolutions_ms': 2_000,
    'grpc.service_config': JSON.stringify(
      serviceConfig(
        service,
        retry.map((name) => rpcName(definition, name)),
      ),
    ),
    'grpc.service_config_disable_resolution': 1,
  });
  const calls = Object.fromEntries(
    Object.entries(definition).map(([name, method]) => [
      name,
      method.responseStream
        ? streamer(client, method, service, deadlineMs)
        : caller(client, method, service, deadlineMs),
    ]),
  ) as unknown as Calls<Definition>;
  return {
    calls,
    // No span: asked every other second for ever, it would bury the traces of commands.
    isUp: () =>
      send(client, healthDefinition.check, healthOf(''), { deadline: Date.now() + checkMs }, service).then(
        (reply) => reply.serving,
        () => false,
      ),
    close: () => client.close(),
  };
}

function caller<Req, Res>(client: Client, method: MethodDefinition<Req, Res>, service: string, defaultMs: number) {
  const rpc = method.path.slice('/karna.'.length);
  return (request: Req, { signal, deadlineMs = defaultMs }: CallOptions = {}): Promise<Res> =>
    inSpan(rpc, {}, () => send(client, method, request, { deadline: Date.now() + deadlineMs }, service, signal), {
      kind: 'client',
    });
}

/** Requests are sent as fast as the server takes them; leaving the loop over the answers cancels the call. */
function streamer<Req, Res>(client: Client, method: MethodDefinition<Req, Res>, service: string, defaultMs: number) {
  return async function* (
    request: Req | AsyncIterable<Req>,
    { signal, deadlineMs = defaultMs }: CallOptions = {},
  ): AsyncIterable<Res> {
    signal?.throwIfAborted();
    const options = { deadline: Date.now() + deadlineMs };
    const { path, requestSerialize, responseDeserialize, requestStream } = method;
    const call = requestStream
      ? client.makeBidiStreamRequest(path, requestSerialize, responseDeserialize, traceMetadata(), options)
      : client.makeServerStreamRequest(
          path,
          requestSerialize,
          responseDeserialize,
          request as Req,
          traceMetadata(),
          options,
        );
    const cancel = () => call.cancel();
    signal?.addEventListener('abort', cancel, { once: true });
    // What goes wrong while sending ends the call, and is told by the loop below.
    if (call instanceof Duplex) pipeline(request as AsyncIterable<Req>, call).catch(cancel);
    try {
      for await (const reply of call) yield reply as Res;
    } catch (error) {
      throw fromStatus(error as ServiceError, service);
    } finally {
      signal?.removeEventListener('abort', cancel);
      call.cancel();
    }
  };
}

function send<Req, Res>(
  client: Client,
  { path, requestSerialize, responseDeserialize }: MethodDefinition<Req, Res>,
  request: Req,
  options: GrpcCallOptions,
  service: string,
  signal?: AbortSignal,
): Promise<Res> {
  signal?.throwIfAborted();
  return new Promise<Res>((resolve, reject) => {
    const call = client.makeUnaryRequest(
      path,
      requestSerialize,
      responseDeserialize,
      request,
      traceMetadata(),
      options,
      (error, reply) => {
        signal?.removeEventListener('abort', cancel);
        if (error) reject(fromStatus(error, service));
        else if (reply !== undefined) resolve(reply);
      },
    );
    const cancel = () => call.cancel();
    signal?.addEventListener('abort', cancel, { once: true });
  });
}

const serviceOf = (definition: ServiceDefinition): string => {
  const path = Object.values(definition)[0]?.path ?? '/karna.unknown.v1.X/Y';
  return path.split('.')[1] ?? 'unknown';
};

function rpcName(definition: ServiceDefinition, name: string): string {
  const path = definition[name]?.path;
  if (!path) throw new TypeError(`no rpc ${name}`);
  return path;
}

/** round_robin over what the name resolves to; `healthCheckConfig` leaves out replicas that are draining. */
const serviceConfig = (service: string, retryPaths: readonly string[]) => ({
  loadBalancingConfig: [{ round_robin: {} }],
  methodConfig: retryPaths.map((path) => {
    const [, fullService = service, method] = path.split('/');
    return {
      name: [{ service: fullService, method }],
      retryPolicy: {
        maxAttempts: pauses.attempts,
        initialBackoff: pauses.retryFirst,
        maxBackoff: pauses.retryMax,
        backoffMultiplier: 2,
        retryableStatusCodes: ['UNAVAILABLE'],
      },
    };
  }),
});

/** grpc-js takes several addresses only in its own `ipv4:` spelling; names go through its DNS resolver one by one. */
const address = (target: string): string =>
  target.includes(',')
    ? `ipv4:${target
        .split(',')
        .map((one) => one.replace('localhost', '127.0.0.1'))
        .join(',')}`
    : target;
