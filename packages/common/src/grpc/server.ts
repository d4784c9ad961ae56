import { Server, ServerCredentials, type ServiceDefinition, type UntypedServiceImplementation } from '@grpc/grpc-js';
import { healthService } from './health-service.ts';
import { maxMessageBytes } from './wire.ts';

export type ServiceEntry = readonly [ServiceDefinition, UntypedServiceImplementation];

export interface GrpcServer {
  /** The real port, also when 0 was asked for. */
  readonly port: number;
  /** What the gRPC health protocol answers; a client's load balancing leaves a server that is not serving. */
  setServing(serving: boolean): void;
  /** Lets calls in flight finish, then closes; after `graceMs` it cuts them off. */
  stop(graceMs?: number): Promise<void>;
}

export interface ServeOptions {
  readonly bind: string;
  readonly port: number;
  readonly services: readonly ServiceEntry[];
}

export async function serveGrpc({ bind, port, services }: ServeOptions): Promise<GrpcServer> {
  const server = new Server({
    'grpc.max_receive_message_length': maxMessageBytes,
    'grpc.max_send_message_length': maxMessageBytes,
    // Clients hear of a new set of replicas within this time, also through a name that resolves to all of them.
    'grpc.max_connection_age_ms': 60_000,
    'grpc.max_connection_age_grace_ms': 60_000,
  });
  for (const [definition, implementation] of services) server.addService(definition, implementation);
  const health = healthService();
  server.addService(health.definition, health.implementation);
  const bound = await new Promise<number>((resolve, reject) =>
    server.bindAsync(`${bind}:${port}`, ServerCredentials.createInsecure(), (error, at) =>
      error ? reject(error) : resolve(at),
    ),
  );
  return {
    port: bound,
    setServing: health.setServing,
    stop: async (graceMs = 5_000) => {
      health.setServing(false);
      const cut = setTimeout(() => server.forceShutdown(), graceMs);
      await new Promise<void>((resolve) => server.tryShutdown(() => resolve()));
      clearTimeout(cut);
    },
  };
}
