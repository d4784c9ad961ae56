import type { RecordingWithActs } from '@karna/proto/gen/channel/v1/control';
import type { Draft, DraftEdit, DraftTest } from '@karna/proto/gen/recording/v1/draft';
import type { Act, Recording, RecordingChanged } from '@karna/proto/gen/recording/v1/recording';
import { RecordingVerb } from '@karna/proto/gen/recording/v1/recording';
import type { Skill } from '@karna/proto/gen/skill/v1/skill';
import type { ControlSession, RequestOptions } from './control-session.ts';
import { KarnaError } from './errors.ts';

/** What the gateway waits for, and a little more (ms): a stop until all is handed over, learning until all is looked at. */
const stopMs = 75_000;
const learnMs = 190_000;
/** News may be lost on its way: this often a recording that is watched is asked for itself (ms). */
const askEveryMs = 5_000;

/** A recording as it is now, with the act that is new, if one is. */
export interface Watched {
  readonly recording: Recording;
  readonly act: Act | undefined;
}

/** Showing something on a desktop, and making a skill of what was shown. */
export class Teaching {
  readonly #session: ControlSession;
  readonly #closing: AbortSignal;

  constructor(session: ControlSession, closing: AbortSignal) {
    this.#session = session;
    this.#closing = closing;
  }

  /** From now on what the person at the desktop does is recorded. `skillId`: a skill that is shown once more. */
  async start(
    name: string,
    { desktop = '', skillId = '', ...options }: RequestOptions & { desktop?: string; skillId?: string } = {},
  ): Promise<Recording> {
    const body = { $case: 'startRecording', value: { name, desktop, skillId } } as const;
    return recordingOf(await this.#session.request(body, 'recording', options));
  }

  pause(recordingId: string, options: RequestOptions = {}): Promise<Recording> {
    return this.#steer(recordingId, RecordingVerb.RECORDING_VERB_PAUSE, options);
  }

  resume(recordingId: string, options: RequestOptions = {}): Promise<Recording> {
    return this.#steer(recordingId, RecordingVerb.RECORDING_VERB_RESUME, options);
  }

  /** Resolves once everything that was recorded is kept. */
  stop(recordingId: string, options: RequestOptions = {}): Promise<Recording> {
    return this.#steer(recordingId, RecordingVerb.RECORDING_VERB_STOP, { timeoutMs: stopMs, ...options });
  }

  /** Ends it and forgets what was recorded. */
  discard(recordingId: string, options: RequestOptions = {}): Promise<Recording> {
    return this.#steer(recordingId, RecordingVerb.RECORDING_VERB_DISCARD, { timeoutMs: stopMs, ...options });
  }

  /** Newest first. */
  async recordings({
    desktop = '',
    active = false,
    ...options
  }: RequestOptions & { desktop?: string; active?: boolean } = {}): Promise<readonly Recording[]> {
    const body = { $case: 'listRecordings', value: { desktop, active } } as const;
    return (await this.#session.request(body, 'recordings', options)).recordings;
  }

  /** A recording with its acts after a number. */
  async recording(
    recordingId: string,
    { after = 0, ...options }: RequestOptions & { after?: number } = {},
  ): Promise<{ recording: Recording; acts: readonly Act[] }> {
    const body = { $case: 'getRecording', value: { recordingId, after } } as const;
    const reply = await this.#session.request(body, 'recording', options);
    return { recording: recordingOf(reply), acts: reply.acts };
  }

  /** Every act of a recording, in order, none lost or doubled, as they happen; until it has ended. */
  async *watch(
    recordingId: string,
    { after = 0, signal }: { after?: number; signal?: AbortSignal } = {},
  ): AsyncGenerator<Watched, void> {
    const news = new News(
      this.#session,
      recordingId,
      signal ? AbortSignal.any([signal, this.#closing]) : this.#closing,
    );
    const seen = { act: after, version: -1 };
    try {
      for (;;) {
        const change = await news.next();
        const { recording, act } = change ?? {};
        const isNext = act?.number === seen.act + 1 || (!act && recording !== undefined && recording.acts <= seen.act);
        const found = isNext && recording ? [{ recording, act }] : await this.#missed(recordingId, seen.act, signal);
        for (const one of found) {
          if (one.act ? one.act.number <= seen.act : one.recording.version <= seen.version) continue;
          seen.act = one.act?.number ?? seen.act;
          seen.version = Math.max(seen.version, one.recording.version);
          yield one;
        }
        const last = found.at(-1)?.recording;
        if (last?.endedAt && seen.act >= last.acts) return;
      }
    } finally {
      news.close();
    }
  }

  /** A draft of what was recorded; takes seconds. */
  learn(recordingId: string, options: RequestOptions = {}): Promise<Draft> {
    const body = { $case: 'learnRecording', value: { recordingId, skillId: '' } } as const;
    return this.#session.request(body, 'draft', { timeoutMs: learnMs, ...options });
  }

  /** A draft of a skill as it is: changed and accepted, it is its next version. */
  revise(skillId: string, options: RequestOptions = {}): Promise<Draft> {
    const body = { $case: 'learnRecording', value: { recordingId: '', skillId } } as const;
    return this.#session.request(body, 'draft', options);
  }

  draft(draftId: string, options: RequestOptions = {}): Promise<Draft> {
    return this.#session.request({ $case: 'getDraft', value: { draftId } }, 'draft', options);
  }

  /** Without their steps, newest first. */
  async drafts(options: RequestOptions = {}): Promise<readonly Draft[]> {
    return (await this.#session.request({ $case: 'listDrafts', value: {} }, 'drafts', options)).drafts;
  }

  /** One change over the version that was read (`draft.stale` when somebody else changed it). */
  edit({ id: draftId, version }: Draft, what: DraftEdit['what'], options: RequestOptions = {}): Promise<Draft> {
    const body = { $case: 'editDraft', value: { draftId, version, edit: { what } } } as const;
    return this.#session.request(body, 'draft', options);
  }

  /** Where its steps would act on the screen as it is now, with these values. Looks, never acts, and keeps no task. */
  test(
    { id: draftId, version }: Draft,
    {
      desktop = '',
      slots = {},
      ...options
    }: RequestOptions & { desktop?: string; slots?: Readonly<Record<string, string>> } = {},
  ): Promise<DraftTest> {
    const body = { $case: 'testDraft', value: { draftId, version, desktop, slots: { ...slots } } } as const;
    return this.#session.request(body, 'draftTest', options);
  }

  /** The draft becomes a skill, or the next version of one. */
  async accept({ id: draftId, version }: Draft, options: RequestOptions = {}): Promise<Skill> {
    const body = { $case: 'acceptDraft', value: { draftId, version } } as const;
    const [skill] = (await this.#session.request(body, 'skills', options)).skills;
    if (!skill) throw new KarnaError('protocol.unsupported', 'the gateway answered without the skill');
    return skill;
  }

  async removeDraft(draftId: string, options: RequestOptions = {}): Promise<void> {
    await this.#session.request({ $case: 'removeDraft', value: { draftId } }, 'removed', options);
  }

  async #steer(recordingId: string, verb: RecordingVerb, options: RequestOptions): Promise<Recording> {
    const body = { $case: 'steerRecording', value: { recordingId, verb } } as const;
    return recordingOf(await this.#session.request(body, 'recording', options));
  }

  /** Everything after that act, and the recording as it is. */
  async #missed(recordingId: string, after: number, signal?: AbortSignal): Promise<Watched[]> {
    const all: Watched[] = [];
    for (let from = after; ; ) {
      const page = await this.recording(recordingId, { after: from, ...(signal ? { signal } : {}) });
      all.push(...page.acts.map((act) => ({ recording: page.recording, act })));
      from = page.acts.at(-1)?.number ?? from;
      if (page.acts.length > 0 && from < page.recording.acts) continue;
      all.push({ recording: page.recording, act: undefined });
      return all;
    }
  }
}

/** What is told about one recording; undefined says that something may have been missed: ask. */
class News {
  readonly #waiting: (RecordingChanged | undefined)[] = [undefined];
  readonly #signal: AbortSignal;
  readonly #ends: (() => void)[];
  #wake = (): void => {};

  constructor(session: ControlSession, recordingId: string, signal: AbortSignal) {
    this.#signal = signal;
    const ask = () => {
      if (this.#waiting.length === 0) this.#take(undefined);
    };
    const timer = setInterval(ask, askEveryMs);
    const wake = () => this.#wake();
    signal.addEventListener('abort', wake, { once: true });
    this.#ends = [
      session.onRecording((change) => {
        if (change.recording?.id === recordingId) this.#take(change);
      }),
      session.onState((state) => {
        if (state === 'live') ask();
      }),
      () => clearInterval(timer),
      () => signal.removeEventListener('abort', wake),
    ];
  }

  async next(): Promise<RecordingChanged | undefined> {
    while (this.#waiting.length === 0) {
      this.#signal.throwIfAborted();
      const { promise, resolve } = Promise.withResolvers<void>();
      this.#wake = resolve;
      await promise;
    }
    this.#signal.throwIfAborted();
    return this.#waiting.shift();
  }

  close(): void {
    for (const end of this.#ends) end();
  }

  #take(change: RecordingChanged | undefined): void {
    this.#waiting.push(change);
    this.#wake();
  }
}

function recordingOf({ recording }: RecordingWithActs): Recording {
  if (!recording) throw new KarnaError('recording.not_found', 'the gateway answered without a recording');
  return recording;
}
