import type { Logger } from '@karna/common/log';
import { counter, gauge, histogram } from '@karna/common/telemetry';
import type { ErrorCode } from '@karna/proto/errors';
import type { NoteHandsRequest } from '@karna/proto/gen/store/v1/store';
import { word } from '@karna/proto/words';
import { Answering } from './domain/answering.ts';

/** The channels that people and programs connect to. */
export const clientChannels = ['control', 'status', 'screen', 'inference'] as const;
export type Channel = (typeof clientChannels)[number] | 'agent';
/** What an ended connection, request or order came to: `ok` or a code of the closed list. */
export type Outcome = 'ok' | ErrorCode;

const connections = gauge('karna_gateway_connections_count', 'Open WebSockets', ['channel']);
const ended = counter('karna_gateway_connections_ended_total', 'Ended WebSockets', ['channel', 'outcome']);
const refused = counter('karna_gateway_refused_total', 'Upgrades and HTTP requests refused', ['code']);
const requests = histogram('karna_gateway_request_seconds', 'Time to answer a control request', ['kind', 'outcome']);
const orders = histogram('karna_gateway_order_seconds', 'Time until an agent answered', ['order', 'outcome']);
const agents = gauge('karna_gateway_agents_count', 'Desktops whose agent is connected here');
const localHalts = counter('karna_gateway_local_halts_total', 'Halt keys pressed at a desktop');
const fetched = counter('karna_gateway_facts_fetched_total', 'Facts that the bus did not bring');
const lost = counter('karna_gateway_facts_lost_total', 'Facts that were gone before they could be fetched');

/** What happens at the gateway: metrics and log lines in one place. Never a command's text, a title or a token. */
export class GatewayEvents {
  readonly answering = new Answering();
  readonly #log: Logger;

  constructor(log: Logger) {
    this.#log = log;
  }

  connected(channel: Channel): void {
    connections.inc({ channel });
  }

  disconnected(channel: Channel, outcome: Outcome): void {
    connections.dec({ channel });
    ended.inc({ channel, outcome });
    this.#log.debug({ channel, outcome }, 'a connection ended');
  }

  refused(code: ErrorCode): void {
    refused.inc({ code });
    this.#log.debug({ code }, 'a request was refused at the door');
  }

  answered(kind: string, outcome: Outcome, ms: number, fields: { requestId: string }): void {
    this.answering.take(outcome, ms);
    requests.observe({ kind, outcome }, ms / 1_000);
    this.#log.debug({ kind, outcome, ms: Math.round(ms), ...fields }, 'a request was answered');
  }

  desktopEnrolled(desktopId: string): void {
    this.#log.info({ desktopId }, 'a desktop was enrolled');
  }

  /** The teach key was pressed at a desktop: `ok`, or why nothing is recorded. */
  taughtAtDesktop(desktopId: string, outcome: Outcome): void {
    this.#log.info({ desktopId, outcome }, 'a recording was asked for at a desktop');
  }

  /** Somebody acts on a desktop from afar; the agent tells when that ends. */
  handsTaken(desktopId: string, principal: string): void {
    this.#log.info({ desktopId, principal }, 'remote hands were taken');
  }

  /** The log keeps it where the store could not. */
  handsNotNoted({ desktopId, principal, deed }: NoteHandsRequest, code: ErrorCode): void {
    this.#log.error({ desktopId, principal, deed: word(deed), code }, 'a change of remote hands was not recorded');
  }

  agentConnected(desktopId: string): void {
    agents.inc();
    this.#log.info({ desktopId }, 'an agent connected');
  }

  agentGone(desktopId: string, outcome: Outcome): void {
    agents.dec();
    this.#log.info({ desktopId, outcome }, 'an agent is gone');
  }

  orderDone(order: 'perform' | 'halt' | 'record', outcome: Outcome, ms: number, fields: { desktopId: string }): void {
    orders.observe({ order, outcome }, ms / 1_000);
    this.#log.debug({ order, outcome, ms: Math.round(ms), ...fields }, 'an order was answered');
  }

  /** It is sent again, unless nobody wants it any more. */
  actNotKept(desktopId: string, code: ErrorCode): void {
    this.#log.warn({ desktopId, code }, 'what an agent recorded could not be kept');
  }

  haltedAtDesktop(desktopId: string): void {
    localHalts.inc();
    this.#log.warn({ desktopId }, 'somebody pressed the halt key at the desktop');
  }

  haltedWithoutCommand(desktopIds: readonly string[]): void {
    this.#log.warn({ desktopIds }, 'desktops were halted directly: the command service did not answer');
  }

  factsFetched(count: number): void {
    fetched.inc(count);
  }

  factsLost(count: number): void {
    lost.inc(Math.max(0, count));
    this.#log.error({ count }, 'facts were removed before they could be sent');
  }

  /** Something nobody foresaw; the incident id is all that the other side learns. */
  incident(err: unknown, incidentId: string, where: string): void {
    this.#log.error({ err, incidentId, where }, 'something failed in a way nobody foresaw');
  }
}
