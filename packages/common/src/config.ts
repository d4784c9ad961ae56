import { z } from 'zod';

/** A string that refuses to be printed. Take it out on purpose: `secret.reveal()`. */
export class Secret {
  readonly #value: string;
  constructor(value: string) {
    this.#value = value;
  }
  reveal(): string {
    return this.#value;
  }
  toString(): string {
    return '[secret]';
  }
  toJSON(): string {
    return '[secret]';
  }
  [Symbol.for('nodejs.util.inspect.custom')](): string {
    return '[secret]';
  }
}

export const secret = () =>
  z
    .string()
    .min(1)
    .transform((value) => new Secret(value));
/** 0 picks a free one. */
export const port = () => z.coerce.number().int().min(0).max(65_535);
export const millis = () => z.coerce.number().int().positive();
export const count = () => z.coerce.number().int().positive();
export const flag = () => z.enum(['true', 'false']).transform((value) => value === 'true');
export const logLevel = () => z.enum(['trace', 'debug', 'info', 'warn', 'error', 'silent']);
/** One or more `host:port` addresses of a service's replicas, or a `dns:///name:port` that resolves to all of them. */
export const grpcTarget = () =>
  z.string().regex(/^(dns:\/\/\/)?[\w.-]+:\d+(,[\w.-]+:\d+)*$/, 'not a host:port or dns:///name:port');

/** Bad configuration: every fault in one message, none of the values. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';
}

/** What every service is told, besides its own. Spread it into the service's schema. */
export const commonSettings = {
  /** Address to bind. Loopback unless the operator asks for more. */
  BIND: z.string().default('127.0.0.1'),
  /** gRPC port. */
  GRPC_PORT: port().default(0),
  /** HTTP port of /healthz, /readyz and /metrics. */
  HEALTH_PORT: port().default(0),
  /** `nats://host:port`; credentials as NATS takes them in the address. */
  NATS_URL: z.url({ protocol: /^(nats|tls)$/ }),
  LOG_LEVEL: logLevel().default('info'),
};

/** Looks only at variables under `prefix`, so a mistyped name is an error, not a silent default. Empty counts as unset. */
export function loadConfig<S extends z.ZodType>(
  schema: S,
  prefix: string,
  env: NodeJS.ProcessEnv,
): Readonly<z.output<S>> {
  const own = Object.entries(env)
    .filter(([key, value]) => key.startsWith(prefix) && value !== '')
    .map(([key, value]) => [key.slice(prefix.length), value]);
  const parsed = schema.safeParse(Object.fromEntries(own));
  if (!parsed.success) throw new ConfigError(`bad configuration\n${describe(parsed.error, prefix)}`);
  return Object.freeze(parsed.data);
}

// The path names the variable; zod's own messages never carry the value.
const describe = (error: z.ZodError, prefix: string): string =>
  error.issues
    .flatMap((issue) =>
      issue.code === 'unrecognized_keys'
        ? issue.keys.map((key) => `  ${prefix}${key}: no such setting`)
        : [`  ${prefix}${issue.path.join('.')}: ${issue.message}`],
    )
    .join('\n');
