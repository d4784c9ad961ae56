import { setTimeout as delay } from 'node:timers/promises';
import type { LanguageModel, ModelPiece, ModelQuestion } from '../../ports.ts';

export type Script =
  | { readonly pieces: readonly ModelPiece[] }
  | { readonly fails: Error }
  /** Says this again and again until nobody listens any more. */
  | { readonly forEver: ModelPiece };

/** Answers what it was told to, in order, and keeps what it was asked: for tests, and for nothing else. */
export class ScriptedModel implements LanguageModel {
  readonly asked: ModelQuestion[] = [];
  readonly #scripts: Script[] = [];

  next(...scripts: readonly Script[]): this {
    this.#scripts.push(...scripts);
    return this;
  }

  async *ask(question: ModelQuestion, signal: AbortSignal): AsyncGenerator<ModelPiece> {
    signal.throwIfAborted();
    this.asked.push(question);
    const script = this.#scripts.shift() ?? { pieces: [] };
    if ('fails' in script) throw script.fails;
    if ('pieces' in script) return yield* script.pieces;
    for (;;) {
      yield script.forEver;
      await delay(5);
      signal.throwIfAborted();
    }
  }
}
