import { backoffMs } from '@karna/common/backoff';
import type { Clock } from '@karna/common/clock';
import { DomainError, hasCode } from '@karna/common/errors';
import type {
  AgentMessage,
  Challenge,
  Enrolled,
  GatewayMessage,
  Hello,
  Welcome,
} from '@karna/proto/gen/agent/v1/agent';
import type { AgentEvents } from '../events.ts';
import { ConnectionLost, GatewaySocket } from './gateway-socket.ts';
import type { Identity } from './identity.ts';

type Body = AgentMessage['body'];
type GatewayBody = NonNullable<GatewayMessage['body']>;

/** Who carries out what the gateway asks once both have said hello. */
export interface Orders {
  readonly inFlight: number;
  /** Must not wait for the work: a halt has to get past a batch that runs. `reply` goes nowhere after a disconnect. */
  take(message: GatewayBody, reply: (body: Body) => void): void;
  /** A connection is there, and both have said hello: what waited to be said can be said. */
  connected(): void;
  /** The connection has ended. */
  disconnected(): Promise<void>;
}

export interface LinkParts {
  readonly url: string;
  readonly name: string;
  /** One-time code, as text, for an agent that has not been enrolled. */
  readonly enrolCode: string | undefined;
  readonly identity: Identity;
  readonly orders: Orders;
  readonly clock: Clock;
  readonly events: AgentEvents;
  /** Asked at every connection: monitors come and go. */
  describe(): Promise<Omit<Hello, 'desktopId'>>;
  readonly backoff?: { readonly firstMs: number; readonly maxMs: number };
}

/** Time for the gateway to answer each step of the handshake (ms). */
const answerMs = 10_000;
/** Unless the gateway says how often, and the bounds of what it may say (ms). */
const defaultHeartbeatMs = 5000;
const heartbeatBoundsMs = { least: 100, most: 60_000 };
/** Heartbeats without an answer that mean the connection is dead, whatever TCP believes. */
const maxUnanswered = 2;
/** A connection that lasted this long was a good one: the next attempt does not wait as if it were the tenth (ms). */
const steadyMs = 5000;
/** Replaced by another connection so often within that time (ms), it is no accident. */
const maxReplaced = 3;
const replacedWithinMs = 60_000;
const defaultBackoff = { firstMs: 250, maxMs: 15_000 };

/** Keeps the agent connected to its gateway: enrols once, proves who it is, heartbeats, and comes back after every drop. */
export class GatewayLink {
  readonly #parts: LinkParts;
  readonly #enrolled = Promise.withResolvers<string>();
  #identity: Identity;
  #socket: GatewaySocket | undefined;
  #replacedAtMs: readonly number[] = [];

  constructor(parts: LinkParts) {
    this.#parts = parts;
    this.#identity = parts.identity;
    if (parts.identity.desktopId) this.#enrolled.resolve(parts.identity.desktopId);
  }

  /** The desktop's id, once there is one. */
  get enrolled(): Promise<string> {
    return this.#enrolled.promise;
  }

  get isConnected(): boolean {
    return this.#socket !== undefined;
  }

  /** Says something of our own accord; lost while there is no connection. */
  tell(body: Body): void {
    this.#socket?.send(body);
  }

  /** Said but not yet taken by the network. */
  get unsentBytes(): number {
    return this.#socket?.unsentBytes ?? 0;
  }

  /** Until `stopping`. Fails only when trying again would be of no use, with what to do about it. */
  async run(stopping: AbortSignal): Promise<void> {
    const { clock, events, orders, backoff = defaultBackoff } = this.#parts;
    for (let attempt = 0; !stopping.aborted; attempt++) {
      const startedMs = clock.elapsed();
      const ended = await this.#converse(stopping).catch((error: unknown) => error);
      await orders.disconnected();
      if (stopping.aborted) return;
      await this.#failIfHopeless(ended);
      if (clock.elapsed() - startedMs > steadyMs) attempt = 0;
      const retryMs = backoffMs(attempt, backoff);
      events.disconnected(reasonOf(ended), retryMs);
      await clock.sleep(retryMs, stopping).catch(() => undefined); // stopping: the loop ends by itself
    }
  }

  async #converse(stopping: AbortSignal): Promise<void> {
    const socket = await GatewaySocket.open(this.#parts.url, stopping);
    const over = new AbortController();
    try {
      const welcome = await this.#handshake(socket, stopping);
      this.#parts.events.connected(welcome.gatewayInstance);
      this.#socket = socket;
      this.#parts.orders.connected();
      const signal = AbortSignal.any([stopping, over.signal]);
      const pulse = new Pulse(socket, this.#parts.orders, this.#parts.clock);
      await Promise.race([pulse.beat(welcome.heartbeatMs, signal), this.#listen(socket, pulse, signal)]);
    } finally {
      over.abort(new ConnectionLost('the connection ended'));
      this.#socket = undefined;
      await socket.close();
    }
  }

  async #handshake(socket: GatewaySocket, stopping: AbortSignal): Promise<Welcome> {
    const desktopId = this.#identity.desktopId ?? (await this.#enrol(socket, stopping));
    socket.send({ $case: 'hello', value: { desktopId, ...(await this.#parts.describe()) } });
    const { nonce } = await answer(socket, 'challenge', stopping);
    socket.send({ $case: 'proof', value: { signature: this.#identity.prove(nonce) } });
    return answer(socket, 'welcome', stopping);
  }

  async #enrol(socket: GatewaySocket, stopping: AbortSignal): Promise<string> {
    const { enrolCode, name, events } = this.#parts;
    if (enrolCode === undefined) throw new DomainError('enrolment.invalid', 'this agent has no enrolment code');
    const { publicKey } = this.#identity;
    socket.send({ $case: 'enrol', value: { code: enrolCode, name, platform: process.platform, publicKey } });
    const { desktopId } = await answer(socket, 'enrolled', stopping);
    await this.#identity.enrolledAs(desktopId);
    events.enrolled(desktopId);
    this.#enrolled.resolve(desktopId);
    return desktopId;
  }

  async #listen(socket: GatewaySocket, pulse: Pulse, signal: AbortSignal): Promise<never> {
    while (true) {
      const message = await socket.next(signal);
      if (message.$case === 'heartbeat') pulse.answered(message.value.sequence);
      else this.#parts.orders.take(message, (body) => socket.send(body));
    }
  }

  // Once is what a move from one gateway to another looks like; time and again is a second agent with our identity.
  #isReplacedTooOften(): boolean {
    const now = this.#parts.clock.elapsed();
    this.#replacedAtMs = [...this.#replacedAtMs.filter((at) => now - at < replacedWithinMs), now];
    return this.#replacedAtMs.length >= maxReplaced;
  }

  async #failIfHopeless(ended: unknown): Promise<void> {
    if (!hasCode(ended, ...hopeless)) return;
    if (ended.code === 'channel.replaced' && !this.#isReplacedTooOften()) return;
    // A gateway with a fresh store knows us no longer. Whoever gave us a code wants us to enrol with it.
    const isUnknown = hasCode(ended, 'desktop.not_found', 'auth.invalid');
    if (isUnknown && this.#parts.enrolCode !== undefined && this.#identity.desktopId) {
      this.#identity = this.#identity.startAfresh();
      return;
    }
    const message = `${ended.message} - ${advice[ended.code]}`;
    this.#parts.events.gaveUp(ended.code, message);
    throw new DomainError(ended.code, message, { cause: ended });
  }
}

/** Heartbeats one way, their answers the other. */
class Pulse {
  readonly #socket: GatewaySocket;
  readonly #orders: Orders;
  readonly #clock: Clock;
  #lastAnswered = 0;

  constructor(socket: GatewaySocket, orders: Orders, clock: Clock) {
    this.#socket = socket;
    this.#orders = orders;
    this.#clock = clock;
  }

  answered(sequence: number): void {
    this.#lastAnswered = Math.max(this.#lastAnswered, sequence);
  }

  async beat(wishedMs: number, signal: AbortSignal): Promise<never> {
    const { least, most } = heartbeatBoundsMs;
    const everyMs = Math.min(most, Math.max(least, wishedMs || defaultHeartbeatMs));
    let unsent = 0;
    for (let sequence = 1; ; sequence++) {
      // While a large picture is still on its way our heartbeats wait behind it: that is not silence.
      const isUploading = this.#socket.unsentBytes > 0 && this.#socket.unsentBytes < unsent;
      unsent = this.#socket.unsentBytes;
      if (isUploading) this.#lastAnswered = Math.max(this.#lastAnswered, sequence - 1);
      if (sequence - 1 - this.#lastAnswered >= maxUnanswered) throw new ConnectionLost('no answer to heartbeats');
      this.#socket.send({ $case: 'heartbeat', value: { sequence, inFlight: this.#orders.inFlight } });
      await this.#clock.sleep(everyMs, signal);
    }
  }
}

const hopeless = [
  'auth.missing',
  'auth.invalid',
  'auth.forbidden',
  'enrolment.invalid',
  'desktop.not_found',
  'channel.replaced',
  'protocol.unsupported',
] as const;

const reenrol = 'ask for a fresh code, delete identity.json from the data folder and start with KARNA_AGENT_ENROL_CODE';
const advice: Record<string, string> = {
  'auth.missing': reenrol,
  'auth.invalid': reenrol,
  'auth.forbidden': reenrol,
  'enrolment.invalid': 'ask for a fresh one-time code and start again with KARNA_AGENT_ENROL_CODE',
  'desktop.not_found': reenrol,
  'channel.replaced': 'another agent runs with this identity: stop that one, or enrol this one as a desktop of its own',
  'protocol.unsupported': 'install the version of the agent that fits the gateway',
};

const reasonOf = (ended: unknown): string => {
  if (ended instanceof DomainError) return ended.code;
  return ended instanceof ConnectionLost ? ended.message : DomainError.from(ended).code;
};

/** What the gateway answers in a handshake. */
interface Answers {
  readonly enrolled: Enrolled;
  readonly challenge: Challenge;
  readonly welcome: Welcome;
}

/** The next message, which must be of this kind. */
async function answer<K extends keyof Answers>(
  socket: GatewaySocket,
  kind: K,
  stopping: AbortSignal,
): Promise<Answers[K]> {
  const late = AbortSignal.timeout(answerMs);
  const { $case, value } = await socket.next(AbortSignal.any([stopping, late]));
  if ($case !== kind) throw new ConnectionLost(`the gateway said ${$case} instead of ${kind}`);
  return value as Answers[K]; // the union does not narrow by a type parameter
}
