import { commonSettings, count, flag, grpcTarget, millis, port } from '@karna/common/config';
import { z } from 'zod';

const mebibyte = 1024 * 1024;

/** Origins as browsers send them: `https://console.example.org`, without a path. */
const origins = () =>
  z
    .string()
    .default('')
    .transform((list) => list.split(',').flatMap((one) => (one.trim() === '' ? [] : [one.trim()])))
    .pipe(z.array(z.string().regex(/^https?:\/\/[^/\s]+$/, 'not an origin like https://console.example.org')));

export const gatewaySettings = {
  ...commonSettings,
  /** The public port: HTTP and WebSocket. */
  PORT: port().default(7400),
  /** Where the store service answers. */
  STORE_TARGET: grpcTarget(),
  /** Where the command service answers. */
  COMMAND_TARGET: grpcTarget(),
  /** Where the vision service answers, for its packs of models; without it those requests are refused. */
  VISION_TARGET: grpcTarget().optional(),
  /** Where the language service answers, for what it learns; without it those requests are refused. */
  LANGUAGE_TARGET: grpcTarget().optional(),
  /** The folder of the built web console; without it, `/` is a page that says so. */
  CONSOLE_DIR: z.string().min(1).optional(),
  /** Where people find Grafana: the console's page Health leads there. */
  GRAFANA_URL: z.url({ protocol: /^https?$/ }).optional(),
  /** Browser origins besides the gateway's own host, separated by commas. */
  ALLOWED_ORIGINS: origins(),
  /** Take a client's address from the last X-Forwarded-For entry: only behind a proxy that sets it. */
  TRUST_FORWARDED: flag().default(false),
  /** Open WebSockets, all channels together. */
  MAX_CONNECTIONS: count().default(1_000),
  /** Agents that are connected and have not proved who they are yet. */
  MAX_PENDING_AGENTS: count().default(64),
  /** Requests of one connection that are being answered. */
  MAX_IN_FLIGHT: count().default(64),
  /** Time to finish an agent's handshake, or to send an HTTP request's head (ms). */
  HANDSHAKE_MS: millis().default(5_000),
  /** A WebSocket is pinged this often; no pong until the next one ends it (ms). */
  PING_MS: millis().default(30_000),
  /** How often the token of an open connection is looked at again (ms). */
  RECHECK_MS: millis().default(60_000),
  /** Largest control request (bytes). */
  CONTROL_MAX_BYTES: count().default(64 * 1024),
  /** Largest request that brings a skill, with the pictures of its steps (bytes). */
  SKILL_MAX_BYTES: count().default(6 * mebibyte),
  /** Control requests a principal may send at once, and per second in the long run. */
  CONTROL_BURST: count().default(60),
  CONTROL_PER_SECOND: count().default(20),
  /** The same for the status channel. */
  STATUS_BURST: count().default(20),
  STATUS_PER_SECOND: count().default(2),
  /** The same for remote hands on the screen channel; pictures are paced by who paints them. */
  SCREEN_BURST: count().default(500),
  SCREEN_PER_SECOND: count().default(250),
  /** The same for the inference channel: each request is a stream. */
  INFERENCE_BURST: count().default(20),
  INFERENCE_PER_SECOND: count().default(2),
  /** Streams of one connection that are being answered. */
  INFERENCE_STREAMS: count().default(8),
  /** The same for pictures over HTTP. */
  BLOBS_BURST: count().default(200),
  BLOBS_PER_SECOND: count().default(50),
  /** Wrong tokens and codes from one address: at once, and per minute in the long run. All addresses together get ten times that. */
  FAILURES_BURST: count().default(10),
  FAILURES_PER_MINUTE: count().default(10),
  /** A live client may be this many facts behind before it is closed with `channel.overrun`. */
  FACT_BACKLOG: count().default(512),
  /** How often the store is asked for facts that the bus may have lost (ms). */
  FACT_POLL_MS: millis().default(5_000),
  /** Largest message of an agent (bytes): a 4K screen as PNG. */
  AGENT_MAX_BYTES: count().default(16 * mebibyte),
  /** Batches of one agent that wait or run. */
  AGENT_MAX_ORDERS: count().default(8),
  /** How often an agent says that it lives, and the gateway that the desktop is there (ms). Silent for three of these, it is dropped. */
  HEARTBEAT_MS: millis().default(2_000),
  /** How long requests and orders in flight may take once the gateway stops (ms). */
  DRAIN_MS: millis().default(5_000),
};

export const gatewayConfig = z.strictObject(gatewaySettings).transform((env) => ({
  bind: env.BIND,
  grpcPort: env.GRPC_PORT,
  healthPort: env.HEALTH_PORT,
  port: env.PORT,
  nats: { url: env.NATS_URL },
  logLevel: env.LOG_LEVEL,
  store: { target: env.STORE_TARGET },
  command: { target: env.COMMAND_TARGET },
  vision: { target: env.VISION_TARGET },
  language: { target: env.LANGUAGE_TARGET },
  consoleDir: env.CONSOLE_DIR,
  grafanaUrl: env.GRAFANA_URL,
  allowedOrigins: env.ALLOWED_ORIGINS,
  trustForwarded: env.TRUST_FORWARDED,
  handshakeMs: env.HANDSHAKE_MS,
  pingMs: env.PING_MS,
  recheckMs: env.RECHECK_MS,
  drainMs: env.DRAIN_MS,
  limits: {
    connections: env.MAX_CONNECTIONS,
    pendingAgents: env.MAX_PENDING_AGENTS,
    inFlight: env.MAX_IN_FLIGHT,
  },
  rates: {
    control: { burst: env.CONTROL_BURST, perSecond: env.CONTROL_PER_SECOND },
    status: { burst: env.STATUS_BURST, perSecond: env.STATUS_PER_SECOND },
    screen: { burst: env.SCREEN_BURST, perSecond: env.SCREEN_PER_SECOND },
    inference: { burst: env.INFERENCE_BURST, perSecond: env.INFERENCE_PER_SECOND },
    blobs: { burst: env.BLOBS_BURST, perSecond: env.BLOBS_PER_SECOND },
    failures: { burst: env.FAILURES_BURST, perSecond: env.FAILURES_PER_MINUTE / 60 },
  },
  inference: { maxStreams: env.INFERENCE_STREAMS },
  control: { maxBytes: env.CONTROL_MAX_BYTES, maxSkillBytes: env.SKILL_MAX_BYTES },
  facts: { backlog: env.FACT_BACKLOG, pollMs: env.FACT_POLL_MS },
  agent: { maxBytes: env.AGENT_MAX_BYTES, maxOrders: env.AGENT_MAX_ORDERS, heartbeatMs: env.HEARTBEAT_MS },
}));

export type GatewayConfig = Readonly<z.output<typeof gatewayConfig>>;
