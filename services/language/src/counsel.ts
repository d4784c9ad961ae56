import type { Clock } from '@karna/common/clock';
import { DomainError } from '@karna/common/errors';
import type { ErrorCode } from '@karna/proto/errors';
import type { Budget, Tokens } from './domain/model/budget.ts';
import { Busy } from './domain/model/busy.ts';
import type { ModelEvents, Purpose } from './events.ts';
import type { LanguageModel, ModelPiece, ModelQuestion } from './ports.ts';

interface Parts {
  readonly model: LanguageModel;
  readonly budget: Budget;
  /** Longest answer (tokens). */
  readonly maxTokens: number;
  readonly clock: Clock;
  readonly events: ModelEvents;
}

export interface Asking {
  readonly purpose: Purpose;
  /** Longest that it may take (ms). */
  readonly limitMs: number;
  readonly signal: AbortSignal;
}

/** Questions that are asked of the model at the same time. */
const mostAtOnce = 4;
/** A model that failed is left alone so long (ms), where it did not say how long itself. */
const restMs = 15_000;
/** Words said beyond which nobody reads on, whatever the tokens were to be (characters). */
const mostSaid = 16_000;
/** A rough measure, on the safe side, where the model does not count for us. */
const charactersPerToken = 3;
/** What a picture takes at most (tokens). */
const pictureTokens = 3_000;

/** Nothing was worked out, and nothing is to be paid. */
const fruitless: readonly ErrorCode[] = ['llm.unreachable', 'llm.busy', 'llm.refused'];
const resting: readonly ErrorCode[] = [...fruitless, 'llm.slow'];

/** A language model within its bounds: how much, how long, how many at once; and left alone for a while after it failed. */
export class Counsel {
  readonly #parts: Parts;
  #asking = 0;
  /** Not asked before (ms, monotonic), and why. */
  #rest: { readonly until: number; readonly because: DomainError } | undefined;

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  /** Its answer as it comes; one that ends is complete. Rejects with a code that begins with `llm.`, or the signal's reason. */
  async *ask(question: Omit<ModelQuestion, 'maxTokens'>, asking: Asking): AsyncGenerator<ModelPiece> {
    const { clock, events } = this.#parts;
    const start = clock.elapsed();
    const used = { prompt: 0, answer: 0 };
    let became: 'ok' | ErrorCode = 'request.cancelled';
    try {
      yield* this.#within({ ...question, maxTokens: this.#parts.maxTokens }, asking, used);
      became = 'ok';
    } catch (thrown) {
      asking.signal.throwIfAborted();
      const error = DomainError.from(thrown);
      became = error.code;
      throw error;
    } finally {
      events.modelAsked(asking.purpose, became, clock.elapsed() - start, used);
    }
  }

  async *#within(
    question: ModelQuestion,
    { purpose, limitMs, signal }: Asking,
    used: Tokens & { prompt: number; answer: number },
  ) {
    const { model, budget, clock } = this.#parts;
    // Whoever asks on purpose may try a model that failed a moment ago.
    if (purpose === 'witness' && this.#rest && clock.elapsed() < this.#rest.until) throw this.#rest.because;
    if (this.#asking >= mostAtOnce) throw new Busy('as many questions as may be are being asked', 0);
    const prompt = promptTokens(question);
    const reserved = budget.reserve(clock.now(), { prompt, answer: question.maxTokens });
    const counted: Counted = { prompt, answer: 0 };
    this.#asking += 1;
    const late = AbortSignal.timeout(limitMs);
    let isFruitless = false;
    try {
      for await (const piece of model.ask(question, AbortSignal.any([signal, late]))) {
        count(counted, piece);
        yield piece;
      }
      this.#rest = undefined;
    } catch (thrown) {
      signal.throwIfAborted();
      const error = late.aborted ? tooSlow(limitMs) : DomainError.from(thrown);
      isFruitless = fruitless.includes(error.code) && counted.answer === 0;
      this.#leaveAlone(error);
      throw error;
    } finally {
      this.#asking -= 1;
      if (isFruitless) reserved.giveBack();
      else {
        Object.assign(used, counted.told ?? { prompt, answer: counted.answer });
        reserved.settle(used);
      }
    }
  }

  #leaveAlone(because: DomainError): void {
    if (!resting.includes(because.code)) return;
    const forMs = because instanceof Busy && because.waitMs > 0 ? because.waitMs : restMs;
    this.#rest = { until: this.#parts.clock.elapsed() + forMs, because };
  }
}

interface Counted {
  readonly prompt: number;
  answer: number;
  /** By the model itself. */
  told?: Tokens;
}

function count(counted: Counted, piece: ModelPiece): void {
  if (piece.is === 'used') {
    counted.told = { prompt: piece.prompt, answer: piece.answer };
    return;
  }
  const characters = piece.is === 'said' ? piece.text.length : piece.given.length;
  counted.answer += Math.ceil(characters / charactersPerToken);
  if (counted.answer * charactersPerToken > mostSaid) {
    throw new DomainError('llm.too_long', 'the language model does not come to an end');
  }
}

const promptTokens = ({ rules, matter, tools, picture }: ModelQuestion): number =>
  Math.ceil((rules.length + matter.length + JSON.stringify(tools).length) / charactersPerToken) +
  (picture ? pictureTokens : 0);

const tooSlow = (limitMs: number): DomainError =>
  new DomainError('llm.slow', `the language model took longer than ${limitMs} ms`);
