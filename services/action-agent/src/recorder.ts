import type { Clock } from '@karna/common/clock';
import { DomainError } from '@karna/common/errors';
import type {
  ActKept,
  AgentMessage,
  DesktopRecorded,
  RecordDesktop,
  RecordingEnded,
} from '@karna/proto/gen/agent/v1/agent';
import type { Act } from '@karna/proto/gen/recording/v1/recording';
import { Demonstration } from './demonstration.ts';
import type { AgentEvents } from './events.ts';
import { HandOver } from './handing-over.ts';
import type { Accessibility, ActPicture, Desktop, PersonWatch, Spool } from './ports.ts';
import type { Redaction } from './redaction.ts';
import type { PictureEncoder } from './watching.ts';

/** How long a stop waits until all acts are handed over (ms); what is left follows. */
const handOverMs = 15_000;
/** How often acts without an answer are looked for (ms). */
const lookEveryMs = 2_500;

export interface RecorderParts {
  readonly desktop: Desktop;
  readonly redaction: Redaction | undefined;
  readonly accessibility: Accessibility | undefined;
  readonly pictures: PictureEncoder;
  readonly clock: Clock;
  readonly events: AgentEvents;
  readonly spool: Spool;
  readonly tell: (body: NonNullable<AgentMessage['body']>) => void;
}

interface Take {
  readonly handOver: HandOver;
  /** Undefined while it is paused. */
  demonstration: Demonstration | undefined;
  /** Acts may be missing before the next one. */
  hasGap: boolean;
}

/** Records what the person does, when it is asked to: one recording at a time, each act kept here until it is kept elsewhere. */
export class Recorder {
  readonly #parts: RecorderParts;
  /** Also of recordings that have ended and wait for their acts to be taken. */
  readonly #handOvers = new Map<string, HandOver>();
  #take: Take | undefined;
  #isConnected = false;
  #turn: Promise<unknown> = Promise.resolve();

  constructor(parts: RecorderParts) {
    this.#parts = parts;
  }

  /** The person shows something now: nobody else acts meanwhile. */
  get isTaught(): boolean {
    return this.#take?.demonstration !== undefined;
  }

  /** There is one, be it paused. */
  get isRecording(): boolean {
    return this.#take !== undefined;
  }

  /** Takes up what an earlier run of the agent could not hand over. */
  async open(): Promise<void> {
    for (const id of await this.#parts.spool.recordings()) await this.#handOver(id, 0);
  }

  /** Brings a recording into the state that it is to have. Fails with `action.unsupported`, `recording.running`. */
  order(order: RecordDesktop): Promise<DesktopRecorded> {
    const mine = this.#turn.then(() => this.#obey(order));
    this.#turn = mine.catch(() => undefined); // told to whoever asked
    return mine;
  }

  kept({ recordingId, number }: ActKept): void {
    const handOver = this.#handOvers.get(recordingId);
    void handOver?.kept(number).then(() => this.#forgetFinished(handOver));
  }

  connected(): void {
    this.#isConnected = true;
    for (const handOver of this.#handOvers.values()) handOver.connected();
  }

  disconnected(): void {
    this.#isConnected = false;
    for (const handOver of this.#handOvers.values()) handOver.disconnected();
  }

  /** The person at the desktop wants no more of it. */
  async endHere(): Promise<RecordingEnded | undefined> {
    const recordingId = this.#take?.handOver.recordingId;
    if (recordingId === undefined) return undefined;
    const { acts } = await this.order({ recordingId, state: 'RECORDING_STATE_STOPPED', kept: 0, discard: false });
    return { recordingId, acts };
  }

  /** What was seen until now is kept, and nothing pretended: a demonstration with a hole would teach something else. */
  async #endLost(recordingId: string, error: Error): Promise<void> {
    this.#parts.events.personLost(recordingId, DomainError.from(error));
    if (this.#take?.handOver.recordingId !== recordingId) return;
    const ended = await this.endHere().catch(() => undefined); // told to whoever orders something next
    if (ended) this.#parts.tell({ $case: 'recordingEnded', value: ended });
  }

  async loop(stopping: AbortSignal): Promise<void> {
    while (!stopping.aborted) {
      await this.#parts.clock.sleep(lookEveryMs, stopping).catch(() => undefined); // stopping: the loop ends by itself
      for (const handOver of this.#handOvers.values()) handOver.look();
    }
  }

  /** What was recorded until now is kept on this machine; whoever asks again goes on with it. */
  async close(): Promise<void> {
    await this.#turn;
    await this.#take?.demonstration?.end();
    this.#take = undefined;
  }

  async #obey({ recordingId, state, kept, discard }: RecordDesktop): Promise<DesktopRecorded> {
    switch (state) {
      case 'RECORDING_STATE_RUNNING':
        return this.#run(recordingId, kept);
      case 'RECORDING_STATE_PAUSED':
        return this.#pause(recordingId, kept);
      case 'RECORDING_STATE_STOPPED':
      case 'RECORDING_STATE_INTERRUPTED':
        return this.#stop(recordingId, discard);
      case 'RECORDING_STATE_UNSPECIFIED':
        throw new DomainError('input.invalid', 'say what the recording is to do');
      default: {
        const nothing: never = state;
        throw new DomainError('protocol.unsupported', 'this agent does not know that state', { cause: nothing });
      }
    }
  }

  async #run(recordingId: string, kept: number): Promise<DesktopRecorded> {
    const watching = this.#parts.desktop.personWatch;
    if (!watching) throw new DomainError('action.unsupported', 'this desktop does not show what a person does');
    const take = await this.#takeOf(recordingId, kept);
    try {
      take.demonstration ??= await this.#begin(take, watching);
    } catch (error) {
      await this.#stop(recordingId, false); // there is none that nobody watches
      throw error;
    }
    return recorded(take.handOver);
  }

  #begin(take: Take, watching: PersonWatch): Promise<Demonstration> {
    const { recordingId } = take.handOver;
    const keep = async (act: Act, pictures: readonly ActPicture[]) => {
      await take.handOver.add({ ...act, gap: take.hasGap }, pictures);
      take.hasGap = false;
    };
    const lost = (error: Error) => void this.#endLost(recordingId, error);
    return Demonstration.begin({ ...this.#parts, keep, lost }, watching);
  }

  async #pause(recordingId: string, kept: number): Promise<DesktopRecorded> {
    const take = await this.#takeOf(recordingId, kept);
    await take.demonstration?.end();
    take.demonstration = undefined;
    return recorded(take.handOver);
  }

  async #stop(recordingId: string, discard: boolean): Promise<DesktopRecorded> {
    const take = this.#take?.handOver.recordingId === recordingId ? this.#take : undefined;
    if (take) {
      await take.demonstration?.end();
      this.#take = undefined;
      this.#parts.events.recorded('stopped', recordingId);
    }
    const handOver = this.#handOvers.get(recordingId);
    if (!handOver) return { acts: 0, waiting: 0 };
    if (discard) await handOver.forget();
    else if (this.#isConnected) await handOver.emptied(AbortSignal.timeout(handOverMs));
    this.#forgetFinished(handOver);
    return recorded(handOver);
  }

  /** The recording under way; a new one, or one that was under way when an earlier run of the agent ended. */
  async #takeOf(recordingId: string, kept: number): Promise<Take> {
    const running = this.#take;
    if (running?.handOver.recordingId === recordingId) {
      await running.handOver.kept(kept);
      return running;
    }
    // Whoever asks knows which one counts: it has the line of the desktop.
    if (running) await this.#stop(running.handOver.recordingId, false);
    const handOver = await this.#handOver(recordingId, kept);
    this.#take = { handOver, demonstration: undefined, hasGap: handOver.last > 0 };
    this.#parts.events.recorded(handOver.last > 0 ? 'resumed' : 'started', recordingId);
    return this.#take;
  }

  async #handOver(recordingId: string, kept: number): Promise<HandOver> {
    const known = this.#handOvers.get(recordingId);
    if (known) {
      await known.kept(kept);
      return known;
    }
    const handOver = await HandOver.open(recordingId, kept, this.#parts);
    this.#handOvers.set(recordingId, handOver);
    if (this.#isConnected) handOver.connected();
    return handOver;
  }

  #forgetFinished(handOver: HandOver): void {
    const isRunning = this.#take?.handOver === handOver;
    if (!isRunning && handOver.waiting === 0) this.#handOvers.delete(handOver.recordingId);
  }
}

const recorded = ({ last, waiting }: HandOver): DesktopRecorded => ({ acts: last, waiting });
