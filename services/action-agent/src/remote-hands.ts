import type { Clock } from '@karna/common/clock';
import { DomainError } from '@karna/common/errors';
import type { AgentMessage, ScreenAnswer, ScreenOrder } from '@karna/proto/gen/agent/v1/agent';
import type {
  HandsChanged,
  HandsReason,
  RemoteButton,
  RemoteInput,
  RemoteWheel,
} from '@karna/proto/gen/screen/v1/screen';
import { keyName } from '@karna/proto/keys';
import { buttons } from './acting.ts';
import { Lease } from './domain/lease.ts';
import { checkKeys, checkText, type Policy } from './domain/policy.ts';
import { RemoteKeys, type Stroke } from './domain/remote-keys.ts';
import type { AgentEvents, HandsEvent } from './events.ts';
import type { Button, Desktop, Point } from './ports.ts';
import type { Redaction } from './redaction.ts';

/** Things done that may wait to be carried out; whoever sends more than the desktop takes is told so. */
const maxWaiting = 256;
/** How often it is looked whether whoever has the hands is still there (ms). */
const lookEveryMs = 1000;
/** Text of the clipboard that is handed over (characters). */
const maxClipboard = 200_000;

export interface RemoteHandsParts {
  readonly desktop: Desktop;
  readonly policy: Policy;
  readonly redaction: Redaction | undefined;
  readonly clock: Clock;
  readonly events: AgentEvents;
  readonly tell: (body: AgentMessage['body']) => void;
  /** A batch that changes something is being carried out. */
  readonly isTaskActing: () => boolean;
}

type Ending = 'given_back' | 'person' | 'task' | 'halt' | 'lost' | 'taken_over';

/** Hands of a person who watches from afar. They hold what they press only as long as they are there. */
export class RemoteHands {
  readonly #parts: RemoteHandsParts;
  readonly #lease = new Lease();
  readonly #keys = new RemoteKeys();
  readonly #buttons = new Set<Button>();
  /** What is done, one after the other. */
  #turn: Promise<void> = Promise.resolve();
  #waiting = 0;
  #pendingMove: { to: Point } | undefined;
  #typing = new AbortController();
  #reason: HandsReason = 'HANDS_REASON_UNSPECIFIED';
  #timer: NodeJS.Timeout | undefined;

  constructor(parts: RemoteHandsParts) {
    this.#parts = parts;
  }

  /** Whose they are. */
  get state(): HandsChanged {
    const { viewer = '', principal = '' } = this.#lease.holder ?? {};
    return { viewer, principal, reason: this.#reason };
  }

  /** What concerns the hands. Fails with `desktop.busy`, `hands.missing` or why it could not be done. */
  async order({ viewer, body }: ScreenOrder): Promise<ScreenAnswer> {
    // A watch is said again by the gateway, whether or not the viewer is still there.
    if (body?.$case !== 'watch') this.#lease.heard(viewer, this.#parts.clock.elapsed());
    switch (body?.$case) {
      case 'take':
        await this.#take(viewer, body.value.principal, body.value.over);
        break;
      case 'giveBack':
        if (this.#lease.isHeldBy(viewer)) await this.#end('given_back');
        break;
      case 'leave':
        if (this.#lease.isHeldBy(viewer)) await this.#end('lost');
        break;
      case 'input':
        this.#input(viewer, body.value);
        break;
      case 'readClipboard':
        this.#require(viewer);
        return { text: await this.#clipboard() };
      case 'writeClipboard':
        this.#require(viewer);
        if (body.value.length > maxClipboard) throw tooMuch();
        await this.#parts.desktop.clipboard.write(body.value);
        break;
      default: // the rest concerns the picture
    }
    return { text: '' };
  }

  /** The person at the desktop used it. */
  personActed(): void {
    this.#lease.personActed(this.#parts.clock.elapsed());
    if (this.#lease.holder) void this.#end('person');
  }

  /** A task is about to act; resolves when nothing is held any more. */
  async taskActs(): Promise<void> {
    this.#lease.taskActed(this.#parts.clock.elapsed());
    if (this.#lease.holder) await this.#end('task');
  }

  async halted(): Promise<void> {
    if (this.#lease.holder) await this.#end('halt');
  }

  /** The connection has ended, and with it whoever had the hands. */
  async disconnected(): Promise<void> {
    if (this.#lease.holder) await this.#end('lost');
  }

  async #take(viewer: string, principal: string, over: boolean): Promise<void> {
    const { clock, isTaskActing } = this.#parts;
    if (isTaskActing()) this.#lease.taskActed(clock.elapsed());
    const before = this.#lease.take({ viewer, principal }, over, clock.elapsed());
    if (before) {
      this.#typing.abort(missing());
      this.#parts.events.hands('taken_over', before.viewer);
      await this.#letGo();
    }
    this.#timer ??= setInterval(() => this.#look(), lookEveryMs);
    this.#typing = new AbortController();
    this.#changed('taken', before ? 'HANDS_REASON_TAKEN_OVER' : 'HANDS_REASON_TAKEN', viewer);
  }

  #look(): void {
    if (this.#lease.isUnheard(this.#parts.clock.elapsed())) void this.#end('lost');
  }

  async #end(how: Ending): Promise<void> {
    const viewer = this.#lease.holder?.viewer ?? '';
    this.#lease.end();
    clearInterval(this.#timer);
    this.#timer = undefined;
    this.#typing.abort(missing());
    this.#changed(how, endings[how], viewer);
    await this.#letGo();
  }

  #changed(event: HandsEvent, reason: HandsReason, viewer: string): void {
    this.#reason = reason;
    this.#parts.events.hands(event, viewer);
    this.#parts.tell({ $case: 'screen', value: { viewers: [], body: { $case: 'hands', value: this.state } } });
  }

  #require(viewer: string): void {
    if (!this.#lease.isHeldBy(viewer)) throw missing();
  }

  /** Carried out in order; what fails is told, and does not keep the rest. */
  #input(viewer: string, { what }: RemoteInput): void {
    this.#require(viewer);
    if (!what) throw new DomainError('action.unsupported', 'this agent does not know that input');
    if (what.$case === 'move' && this.#pendingMove) {
      this.#pendingMove.to = what.value; // not carried out yet: only where it ends counts
      return;
    }
    if (this.#waiting >= maxWaiting) throw new DomainError('agent.busy', 'the desktop does not take input that fast');
    const pending = what.$case === 'move' ? { to: what.value } : undefined;
    this.#pendingMove = pending;
    void this.#queued(async () => {
      if (this.#pendingMove === pending) this.#pendingMove = undefined;
      if (!this.#lease.isHeldBy(viewer)) return;
      await this.#perform(pending ? { $case: 'move', value: pending.to } : what);
    }).catch((error: unknown) => this.#refused(viewer, error));
  }

  #queued(work: () => Promise<void>): Promise<void> {
    this.#waiting += 1;
    const done = this.#turn.then(work);
    this.#turn = done
      .catch(() => {}) // told to whoever did it
      .finally(() => {
        this.#waiting -= 1;
      });
    return done;
  }

  #refused(viewer: string, error: unknown): void {
    const value = DomainError.from(error).toFault();
    this.#parts.events.hands('refused', viewer);
    const to = [{ viewer, number: 0, exact: false }];
    this.#parts.tell({ $case: 'screen', value: { viewers: to, body: { $case: 'refused', value } } });
  }

  async #perform(what: NonNullable<RemoteInput['what']>): Promise<void> {
    const { redaction, policy } = this.#parts;
    const { pointer, keyboard } = this.#parts.desktop.remote;
    switch (what.$case) {
      case 'move':
        return pointer.move(what.value);
      case 'button':
        return this.#button(what.value);
      case 'wheel':
        return this.#wheel(what.value);
      case 'key':
        return this.#key(what.value.key, what.value.down);
      case 'text':
        checkText(what.value, policy);
        redaction?.typing(what.value);
        return keyboard.type(what.value, this.#typing.signal);
      case 'letGo':
        return this.#release();
      default: {
        const nothing: never = what;
        throw new DomainError('action.unsupported', 'this agent does not know that input', { cause: nothing });
      }
    }
  }

  async #button({ button, down, at }: RemoteButton): Promise<void> {
    const { pointer } = this.#parts.desktop.remote;
    const name = buttons[button];
    if (at) await pointer.move(at);
    if (!down) {
      this.#buttons.delete(name);
      return pointer.up(name);
    }
    await this.#strike(this.#keys.beforeButton());
    this.#buttons.add(name);
    return pointer.down(name);
  }

  async #wheel({ right, down, at }: RemoteWheel): Promise<void> {
    const { pointer } = this.#parts.desktop.remote;
    if (at) await pointer.move(at);
    await this.#strike(this.#keys.beforeButton());
    await pointer.wheel(right, down);
  }

  async #key(named: string, isDown: boolean): Promise<void> {
    const key = keyName(named);
    if (key === undefined) throw new DomainError('key.unknown', 'there is no key of that name');
    if (isDown) checkKeys(this.#keys.chordWith(key), this.#parts.policy);
    await this.#strike(isDown ? this.#keys.down(key) : this.#keys.up(key));
  }

  async #strike(strokes: readonly Stroke[]): Promise<void> {
    const { keyboard } = this.#parts.desktop.remote;
    for (const { key, isDown } of strokes) await (isDown ? keyboard.down(key) : keyboard.up(key));
  }

  /** After what is being done: a key that goes down meanwhile is let go as well. */
  async #letGo(): Promise<void> {
    await this.#queued(() => this.#release()).catch((error: unknown) => this.#parts.events.releaseFailed(error));
  }

  /** Everything, also when one of it fails. */
  async #release(): Promise<void> {
    const { pointer, keyboard } = this.#parts.desktop.remote;
    const held = [...this.#buttons];
    this.#buttons.clear();
    const done = [
      ...this.#keys.letGo().map(
        ({ key }) =>
          () =>
            keyboard.up(key),
      ),
      ...held.map((button) => () => pointer.up(button)),
    ];
    let failed: unknown;
    for (const up of done) {
      await up().catch((error: unknown) => {
        failed ??= error;
      });
    }
    if (failed !== undefined) throw failed;
  }

  async #clipboard(): Promise<string> {
    const { desktop, redaction } = this.#parts;
    const text = await desktop.clipboard.read();
    if (text.length > maxClipboard) throw tooMuch();
    return redaction?.withoutSecrets(text) ?? text;
  }
}

const endings: Readonly<Record<Ending, HandsReason>> = {
  given_back: 'HANDS_REASON_GIVEN_BACK',
  person: 'HANDS_REASON_PERSON',
  task: 'HANDS_REASON_TASK',
  halt: 'HANDS_REASON_HALT',
  lost: 'HANDS_REASON_LOST',
  taken_over: 'HANDS_REASON_TAKEN_OVER',
};

const missing = (): DomainError => new DomainError('hands.missing', 'take the hands before you act on this desktop');

const tooMuch = (): DomainError =>
  new DomainError('input.too_large', `the clipboard is handed over up to ${maxClipboard} characters`);
