import type { Clock } from '@karna/common/clock';
import { DomainError, hasCode } from '@karna/common/errors';
import { interpret, interpretTarget, type Outcome } from './domain/interpret.ts';
import type { Asked, Events } from './events.ts';

/** Longest name of an application or site (characters). */
const maxDomainCharacters = 200;
/** Tabs and line breaks may stand in a command, other control characters may not. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
const controls = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f]/u;

export interface Limits {
  readonly characters: number;
}

/** Words to meaning. Holds nothing between calls, so any replica answers any of them. */
export class Interpreter {
  readonly #limits: Limits;
  readonly #clock: Clock;
  readonly #events: Events;

  constructor(limits: Limits, clock: Clock, events: Events) {
    this.#limits = limits;
    this.#clock = clock;
    this.#events = events;
  }

  /** The domain, an application or site, changes nothing about direct commands yet; it is checked all the same. */
  interpret(text: string, domain: string): Outcome {
    return this.#observed('command', () => {
      check(domain, maxDomainCharacters);
      return interpret(this.#checked(text));
    });
  }

  interpretTarget(text: string): Outcome {
    return this.#observed('target', () => interpretTarget(this.#checked(text)));
  }

  #checked(text: string): string {
    check(text, this.#limits.characters);
    if (text.trim() === '') throw new DomainError('command.empty', 'there are no words in it: say what should happen');
    return text.replaceAll(/\r\n?/g, '\n');
  }

  #observed(asked: Asked, work: () => Outcome): Outcome {
    const start = this.#clock.elapsed();
    try {
      const outcome = work();
      const steps = outcome.$case === 'understood' ? outcome.value.actions.length : 0;
      this.#events.interpreted(asked, outcome.$case, this.#clock.elapsed() - start, steps);
      return outcome;
    } catch (error) {
      const code = hasCode(error, 'command.empty', 'input.too_large', 'input.invalid') ? error.code : 'internal';
      this.#events.interpreted(asked, code, this.#clock.elapsed() - start, 0);
      throw error;
    }
  }
}

/** @throws DomainError `input.too_large`, or `input.invalid` for what no keyboard types. */
function check(text: string, maxCharacters: number): void {
  // A character has at most two UTF-16 units: the count is only made where it matters.
  if (text.length > maxCharacters * 2 || (text.length > maxCharacters && [...text].length > maxCharacters)) {
    throw new DomainError('input.too_large', `it is longer than ${maxCharacters} characters`);
  }
  if (!text.isWellFormed() || controls.test(text)) {
    throw new DomainError(
      'input.invalid',
      'it has characters that are no text: control characters or halves of a pair',
    );
  }
}
