import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type Bus, connectBus } from '@karna/common/bus';
import { systemClock } from '@karna/common/clock';
import { hostService, version } from '@karna/common/health';
import type { Lifecycle } from '@karna/common/lifecycle';
import type { Logger } from '@karna/common/log';
import { readConsole } from './adapters/console-files.ts';
import { connectCommand } from './adapters/grpc-command.ts';
import { connectLanguage, noLanguage } from './adapters/grpc-language.ts';
import { connectStore } from './adapters/grpc-store.ts';
import { connectVision, noVision } from './adapters/grpc-vision.ts';
import { Authentication } from './authentication.ts';
import { AgentChannel } from './channels/agent.ts';
import { ControlChannel } from './channels/control.ts';
import { InferenceChannel } from './channels/inference.ts';
import { ScreenChannel } from './channels/screen.ts';
import { Sessions } from './channels/sessions.ts';
import { StatusChannel } from './channels/status.ts';
import { acceptUpgrades } from './channels/upgrade.ts';
import { protocols } from './channels/wire.ts';
import { ClientsFeed } from './clients-feed.ts';
import type { GatewayConfig } from './config.ts';
import { Failures } from './domain/failures.ts';
import { type Rate, RateLimit } from './domain/rate-limit.ts';
import { GatewayEvents } from './events.ts';
import { FactFeed } from './fact-feed.ts';
import { httpHandler } from './handlers/http.ts';
import { Inferences } from './inferences.ts';
import type { Commands, Conversation, Language, Models, Store, Teaching } from './ports.ts';
import { RecordingFeed } from './recording-feed.ts';
import { ScreenFeed } from './screen-feed.ts';
import { Requests } from './service.ts';
import { StatusFeed } from './status-feed.ts';

/** Halts a principal may send at once, and per second. */
const haltRate: Rate = { burst: 20, perSecond: 5 };

export interface GatewayParts {
  /** Standalone mode brings its own; it is not closed here. */
  readonly bus?: Bus;
  /** Tests bring their own. */
  readonly store?: Store;
  readonly commands?: Commands;
  readonly teaching?: Teaching;
  readonly models?: Models;
  readonly language?: Language & Conversation;
}

export interface RunningGateway {
  readonly port: number;
  readonly healthPort: number;
  /** For people and clients: `http://host:port`. */
  readonly url: string;
}

/** Chooses the parts and joins them. */
export async function startGateway(
  config: GatewayConfig,
  log: Logger,
  life: Lifecycle,
  parts: GatewayParts = {},
): Promise<RunningGateway> {
  const clock = systemClock;
  const elapsed = () => clock.elapsed();
  const bus = parts.bus ?? life.own('bus', await connectBus(config.nats.url, 'gateway', log), (open) => open.drain());
  const { store, commands, teaching, checks } = connectServices(config, life, parts);
  const { models, optional } = connectModels(config, life, parts);
  const events = new GatewayEvents(log);
  const isStopping = () => life.stopping.aborted;

  const feed = new FactFeed({ tasks: store.tasks, events, clock, ...config.facts });
  await feed.open(bus, life);
  const recordings = new RecordingFeed();
  await recordings.open(bus, life);
  const status = new StatusFeed(clock);
  await status.open(bus, life);
  const { instance, healthPort } = await hostService(life, {
    name: 'gateway',
    config,
    log,
    bus,
    services: [],
    checks,
    optional,
    notes: config.grafanaUrl ? { grafana: config.grafanaUrl } : {},
    answering: () => events.answering.sums,
  });

  const sessions = new Sessions();
  life.loop('token recheck', (stopping) => sessions.recheck(store.tokens, config.recheckMs, clock, stopping));
  const clients = new ClientsFeed(bus, sessions, clock, instance);
  await clients.open(life);
  const authentication = new Authentication(store.tokens, new RateLimit(config.rates.failures, elapsed));
  const shared = { sessions, events, pingMs: config.pingMs };
  const agent = new AgentChannel({
    ...shared,
    desktops: store.desktops,
    recordings: store.recordings,
    blobs: store.blobs,
    audit: store.audit,
    commands,
    teaching,
    bus,
    status,
    failures: new Failures(config.rates.failures, elapsed),
    clock,
    instance,
    handshakeMs: config.handshakeMs,
    heartbeatMs: config.agent.heartbeatMs,
    maxOrders: config.agent.maxOrders,
  });
  const language = connectWords(config, life, parts);
  const requests = new Requests({
    store,
    commands,
    teaching,
    models,
    language,
    conversation: language,
    bus,
    board: status.board,
    events,
    onRemoved: (desktopId) => agent.forget(desktopId),
    clients,
  });
  const control = new ControlChannel({
    ...shared,
    requests,
    feed,
    recordings,
    rate: new RateLimit(config.rates.control, elapsed),
    haltRate: new RateLimit(haltRate, elapsed),
    instance,
    version,
    ...config.control,
    maxInFlight: config.limits.inFlight,
  });
  const statusChannel = new StatusChannel({
    ...shared,
    feed: status,
    rate: new RateLimit(config.rates.status, elapsed),
  });
  const screen = new ScreenChannel({
    ...shared,
    feed: new ScreenFeed(bus, status),
    choose: (desktop) => requests.choose(desktop),
    isTaskRunning: (desktopId) => requests.isTaskRunning(desktopId),
    rate: new RateLimit(config.rates.screen, elapsed),
  });
  const inference = new InferenceChannel({
    ...shared,
    inferences: new Inferences({ store, commands, language }),
    rate: new RateLimit(config.rates.inference, elapsed),
    maxStreams: config.inference.maxStreams,
  });

  const { allowedOrigins, trustForwarded, consoleDir } = config;
  const consoleFiles = consoleDir ? await readConsole(consoleDir) : new Map();
  const http = createServer(
    {
      headersTimeout: config.handshakeMs,
      requestTimeout: 2 * config.handshakeMs,
      connectionsCheckingInterval: Math.min(1_000, config.handshakeMs),
      maxHeaderSize: 16 * 1024,
    },
    httpHandler({
      store,
      authentication,
      events,
      sessionRate: new RateLimit(config.rates.failures, elapsed),
      blobRate: new RateLimit(config.rates.blobs, elapsed),
      allowedOrigins,
      trustForwarded,
      version,
      protocols,
      console: consoleFiles,
      isStopping,
    }),
  );
  acceptUpgrades(http, {
    control,
    status: statusChannel,
    screen,
    inference,
    agent,
    feed,
    authentication,
    sessions,
    events,
    allowedOrigins,
    trustForwarded,
    maxConnections: config.limits.connections,
    maxStrangers: config.limits.pendingAgents,
    maxControlBytes: Math.max(config.control.maxBytes, config.control.maxSkillBytes),
    maxAgentBytes: config.agent.maxBytes,
    isStopping,
  });
  const port = await listen(http, config.bind, config.port);
  life.own('public port', http, (server) => close(server, sessions, config.drainMs)); // opened last, closed first
  const url = `http://${hostOf(config.bind)}:${port}`;
  log.info({ port, instance }, 'gateway is ready');
  return { port, healthPort, url };
}

function connectServices(config: GatewayConfig, life: Lifecycle, parts: GatewayParts) {
  if (parts.store && parts.commands && parts.teaching) {
    return { store: parts.store, commands: parts.commands, teaching: parts.teaching, checks: {} };
  }
  const store = life.own('store', connectStore(config.store.target), (open) => open.close());
  const commands = life.own('command', connectCommand(config.command.target), (open) => open.close());
  return {
    store,
    commands,
    teaching: commands.teaching,
    checks: { store: () => store.isUp(), command: () => commands.isUp() },
  };
}

/** Only inference and conversations need language: the gateway serves without it. */
function connectWords(config: GatewayConfig, life: Lifecycle, parts: GatewayParts): Language & Conversation {
  const { target } = config.language;
  if (parts.language || !target) return parts.language ?? noLanguage;
  return life.own('language', connectLanguage(target), (open) => open.close());
}

/** Only the packs of models need vision: the gateway serves without it. */
function connectModels(config: GatewayConfig, life: Lifecycle, parts: GatewayParts) {
  const { target } = config.vision;
  if (parts.models || !target) return { models: parts.models ?? noVision, optional: {} };
  const vision = life.own('vision', connectVision(target), (open) => open.close());
  return { models: vision, optional: { vision: () => vision.isUp() } };
}

const listen = (http: Server, bind: string, port: number): Promise<number> =>
  new Promise((resolve, reject) => {
    http.once('error', reject).listen(port, bind, () => {
      http.off('error', reject);
      resolve((http.address() as AddressInfo).port);
    });
  });

async function close(http: Server, sessions: Sessions, drainMs: number): Promise<void> {
  const closed = new Promise<void>((resolve) => http.close(() => resolve()));
  http.closeIdleConnections();
  await sessions.drain(drainMs);
  http.closeAllConnections();
  await closed;
}

/** An address that is bound to everything is reached at loopback. */
const hostOf = (bind: string): string => {
  if (bind === '0.0.0.0' || bind === '::') return '127.0.0.1';
  return bind.includes(':') ? `[${bind}]` : bind;
};
