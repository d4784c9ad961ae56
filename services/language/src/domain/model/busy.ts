import { DomainError } from '@karna/common/errors';

/** The model is asked too much, by its own word. */
export class Busy extends DomainError {
  /** How long it wants to be left alone; 0: it did not say (ms). */
  readonly waitMs: number;

  constructor(what: string, waitMs: number) {
    super('llm.busy', waitMs > 0 ? `${what}: again in ${Math.ceil(waitMs / 1_000)} s` : `${what}: again in a while`);
    this.waitMs = waitMs;
  }
}
