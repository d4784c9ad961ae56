import { DomainError } from '@karna/common/errors';
import { type Came, type Order, type Saying, Turn } from '@karna/proto/gen/language/v1/conversation';
import type {
  InterpretReply,
  InterpretRequest,
  LanguageModelState,
  ParaphraseReply,
  PlanPart,
  PlanRequest,
  TrainOutcome,
  TrainProgress,
} from '@karna/proto/gen/language/v1/language';
import type { Conversation, Language } from '../../ports.ts';

/** Learns and plans nothing, but says so step by step: for tests. */
export class MemoryLanguage implements Language, Conversation {
  /** What it wants done for words that are said; nothing for others. */
  readonly wants = new Map<string, NonNullable<Order['what']>>();
  readonly sayings: Saying[] = [];
  readonly came: Came['what'][] = [];
  model: LanguageModelState = { configured: true, model: 'small', shown: 'SCREEN_SHOWN_NONE' };
  /** Pieces that a plan says before its proposal. */
  words: readonly string[] = ['I ', 'would ', 'save.'];
  /** Thrown after the words, if set. */
  failure: Error | undefined;
  /** Plans say one word again and again until nobody listens. */
  isEndless = false;
  /** A training waits for this before it ends. */
  hold: Promise<void> = Promise.resolve();
  readonly planned: PlanRequest[] = [];
  /** Pieces that were taken from plans, and streams that are open. */
  said = 0;
  open = 0;
  #version = 0;

  async *train(signal: AbortSignal): AsyncGenerator<TrainProgress> {
    this.open += 1;
    try {
      for (const progress of [0, 0.5]) yield { progress, sentence: 'Learning 2 skills', outcome: undefined };
      await Promise.race([this.hold, gone(signal)]);
      this.#version += 1;
      yield { progress: 1, sentence: 'The new model serves', outcome: this.#outcome() };
    } finally {
      this.open -= 1;
    }
  }

  async say(saying: Saying, perform: (order: NonNullable<Order['what']>) => Promise<Came['what']>): Promise<Turn> {
    this.sayings.push(saying);
    const order = this.wants.get(saying.text);
    const came = order && (await perform(order));
    this.came.push(came);
    if (came?.$case === 'fault') throw DomainError.fromFault(came.value);
    const { turnId: id, text: said } = saying;
    return Turn.fromPartial({ id, said, taskId: came?.$case === 'task' ? came.value.id : '' });
  }

  async rollBack(): Promise<TrainOutcome> {
    if (this.#version < 2) throw new DomainError('model.not_found', 'there is no model before this one');
    this.#version -= 1;
    return this.#outcome();
  }

  async *plan(request: PlanRequest, signal: AbortSignal): AsyncGenerator<PlanPart> {
    this.planned.push(request);
    this.open += 1;
    try {
      while (this.isEndless) {
        signal.throwIfAborted();
        yield this.#word('and '.repeat(1_000));
      }
      for (const word of this.words) yield this.#word(word);
      if (this.failure) throw this.failure;
      const value = { command: 'click "Save"', steps: [], skill: undefined, tokens: 7 };
      yield { body: { $case: 'proposal', value } };
    } finally {
      this.open -= 1;
    }
  }

  async paraphrase(skillId: string): Promise<ParaphraseReply> {
    if (skillId === 'skill_none') throw new DomainError('skill.not_found', 'there is no such skill');
    return { phrases: ['write the report'], skillVersion: 1 };
  }

  async languageModel(): Promise<LanguageModelState> {
    return this.model;
  }

  async interpretBatch(requests: InterpretRequest[]): Promise<InterpretReply[]> {
    return requests.map(({ text }) => ({ outcome: { $case: 'unknown', value: { part: text, examples: [] } } }));
  }

  #word(value: string): PlanPart {
    this.said += 1;
    return { body: { $case: 'said', value } };
  }

  #outcome(): TrainOutcome {
    return { model: { version: this.#version, skills: 2 }, switched: true, accuracy: 1, previousAccuracy: 0.5 };
  }
}

const gone = (signal: AbortSignal): Promise<never> =>
  new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason), { once: true }));
