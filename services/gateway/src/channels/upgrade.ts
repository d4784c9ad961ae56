import type { IncomingMessage, Server } from 'node:http';
import type { Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { Secret } from '@karna/common/config';
import { DomainError } from '@karna/common/errors';
import { freshId } from '@karna/proto/ids';
import { type WebSocket, WebSocketServer } from 'ws';
import type { Authentication } from '../authentication.ts';
import { isScope, requireScope } from '../domain/caller.ts';
import type { GatewayEvents } from '../events.ts';
import type { FactFeed } from '../fact-feed.ts';
import { failure, rawAnswer } from '../handlers/answer.ts';
import { addressOf, isAllowedOrigin, offeredProtocols, pathOf, tokenOf } from '../handlers/request-facts.ts';
import type { AgentChannel } from './agent.ts';
import type { ControlChannel } from './control.ts';
import { type InferenceChannel, maxInferenceBytes } from './inference.ts';
import { maxScreenBytes, type ScreenChannel } from './screen.ts';
import type { Sessions } from './sessions.ts';
import { maxStatusBytes, type StatusChannel } from './status.ts';
import { isProtocol, type Protocol, protocols } from './wire.ts';

/** A control request over its limit, but under this (bytes), is read to its end, so that it can be answered by its id. */
const maxAnsweredBytes = 2 * 1024 * 1024;
/** How long a client may have to wait at the door for the first word from the store (ms). */
const feedStartMs = 5_000;

export interface UpgradeOptions {
  readonly control: ControlChannel;
  readonly status: StatusChannel;
  readonly screen: ScreenChannel;
  readonly inference: InferenceChannel;
  readonly agent: AgentChannel;
  readonly feed: FactFeed;
  readonly authentication: Authentication;
  readonly sessions: Sessions;
  readonly events: GatewayEvents;
  readonly allowedOrigins: readonly string[];
  readonly trustForwarded: boolean;
  readonly maxConnections: number;
  readonly maxStrangers: number;
  readonly maxControlBytes: number;
  readonly maxAgentBytes: number;
  readonly isStopping: () => boolean;
}

/** Lets a connection in; called once it is sure who it is. */
type Enter = (socket: WebSocket) => void;

interface Door {
  readonly server: WebSocketServer;
  /** Everything that can refuse comes first; only then is the upgrade answered. */
  readonly open: (request: IncomingMessage, protocol: Protocol) => Promise<Enter>;
}

/** Takes the WebSocket upgrades of the public port: one path per channel, everything else is refused as HTTP. */
export function acceptUpgrades(http: Server, options: UpgradeOptions): void {
  const doors = doorsOf(options);
  http.on('upgrade', (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    socket.on('error', () => socket.destroy());
    void letIn(request, doors, options).then(
      ({ server, enter }) => server.handleUpgrade(request, socket, head, enter),
      (thrown: unknown) => refuse(socket, thrown, options.events),
    );
  });
}

function doorsOf(options: UpgradeOptions): ReadonlyMap<string, Door> {
  const { control, status, screen, inference, agent, feed, maxControlBytes, maxAgentBytes } = options;
  return new Map<string, Door>([
    [
      '/v1/control',
      {
        server: webSockets(Math.max(maxControlBytes, maxAnsweredBytes)),
        open: async (request, protocol) => {
          const { caller, token } = await authenticate(request, options);
          if (!caller.scopes.some(isScope)) throw new DomainError('auth.forbidden', 'this token has no scope for this');
          await startOf(feed);
          return (socket) => control.accept(socket, protocol, caller, token);
        },
      },
    ],
    [
      '/v1/status',
      {
        server: webSockets(maxStatusBytes),
        open: async (request, protocol) => {
          const { caller, token } = await authenticate(request, options);
          requireScope(caller, 'observe');
          return (socket) => status.accept(socket, protocol, caller, token);
        },
      },
    ],
    [
      '/v1/screen',
      {
        server: webSockets(maxScreenBytes),
        open: async (request, protocol) => {
          const { caller, token } = await authenticate(request, options);
          requireScope(caller, 'observe');
          return (socket) => screen.accept(socket, protocol, caller, token);
        },
      },
    ],
    [
      '/v1/inference',
      {
        server: webSockets(maxInferenceBytes),
        open: async (request, protocol) => {
          const { caller, token } = await authenticate(request, options);
          if (!caller.scopes.some(isScope)) throw new DomainError('auth.forbidden', 'this token has no scope for this');
          return (socket) => inference.accept(socket, protocol, caller, token);
        },
      },
    ],
    [
      '/v1/agent',
      {
        server: webSockets(maxAgentBytes),
        open: async (request, protocol) => {
          if (agent.strangers >= options.maxStrangers)
            throw new DomainError('service.overloaded', 'too many agents knock');
          const address = addressOf(request, options.trustForwarded);
          return (socket) => agent.accept(socket, request.socket as Socket, protocol, address);
        },
      },
    ],
  ]);
}

// Compression stays off: it costs memory per connection, and a small bomb becomes a big message.
const webSockets = (maxPayload: number): WebSocketServer =>
  new WebSocketServer({
    noServer: true,
    clientTracking: false,
    perMessageDeflate: false,
    maxPayload,
    handleProtocols: (offered) => [...offered].find(isProtocol) ?? false,
  });

async function letIn(request: IncomingMessage, doors: ReadonlyMap<string, Door>, options: UpgradeOptions) {
  requireRunning(options);
  const door = doors.get(pathOf(request));
  if (!door) throw new DomainError('protocol.unsupported', 'there is no such channel');
  if (!isAllowedOrigin(request, options.allowedOrigins)) {
    throw new DomainError('auth.forbidden', 'pages of this origin may not connect; see KARNA_GATEWAY_ALLOWED_ORIGINS');
  }
  const protocol = offeredProtocols(request).find(isProtocol);
  if (!protocol) throw new DomainError('input.invalid', `offer one of the subprotocols ${protocols.join(', ')}`);
  if (options.sessions.size >= options.maxConnections) {
    throw new DomainError('service.overloaded', 'too many connections are open');
  }
  const enter = await door.open(request, protocol);
  requireRunning(options); // again: it may have begun to stop meanwhile
  return { server: door.server, enter };
}

function requireRunning({ isStopping }: UpgradeOptions): void {
  if (isStopping()) throw new DomainError('service.stopping', 'this gateway is stopping; connect again');
}

async function authenticate(request: IncomingMessage, { authentication, trustForwarded }: UpgradeOptions) {
  const token = tokenOf(request);
  const caller = await authentication.caller(token, addressOf(request, trustForwarded));
  return { caller, token: new Secret(token ?? '') };
}

/** Without knowing where the facts stand, nobody can be told what follows. */
async function startOf(feed: FactFeed): Promise<void> {
  const late = Promise.withResolvers<never>();
  const timer = setTimeout(
    () => late.reject(new DomainError('service.unavailable', 'the store does not answer')),
    feedStartMs,
  );
  await Promise.race([feed.started(), late.promise]).finally(() => clearTimeout(timer));
}

function refuse(socket: Duplex, thrown: unknown, events: GatewayEvents): void {
  const error = DomainError.from(thrown);
  const incidentId = error.code === 'internal' ? freshId<string>('incident') : '';
  if (incidentId) events.incident(thrown, incidentId, 'upgrade');
  events.refused(error.code);
  socket.end(rawAnswer(failure(error, incidentId)));
}
