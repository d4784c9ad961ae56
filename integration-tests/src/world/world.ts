import type { KarnaClient } from '@karna/client';

export type ServiceName = 'gateway' | 'command' | 'language' | 'vision' | 'store';

/** A whole Karna with a real desktop, as a user would have it. Scenarios know nothing else. */
export interface World {
  readonly kind: 'standalone' | 'distributed';
  readonly url: string;
  /** May do everything. */
  readonly token: string;
  readonly desktopId: string;
  /** The X display of its desktop. */
  readonly display: string;
  /** A client of its own, closed with the world. */
  connect(): Promise<KarnaClient>;
  close(): Promise<void>;
}

/** A world whose parts can be hurt one by one. */
export interface BreakableWorld extends World {
  /** Where a service answers /healthz, /readyz and /metrics. */
  healthUrl(service: ServiceName): string;
  /** Ends a process without warning and starts it again. */
  kill(service: ServiceName): Promise<void>;
  /** Asks it to stop, waits until it has, and starts it again. Answers its exit code. */
  terminate(service: ServiceName): Promise<number | null>;
  killAgent(): Promise<void>;
  /** Asks the agent to stop and waits until it has. Answers its exit code. */
  terminateAgent(): Promise<number | null>;
  startAgent(): Promise<void>;
  restartNats(): Promise<void>;
  restartPostgres(): Promise<void>;
  restartRedis(): Promise<void>;
}
