import type { Clock } from '@karna/common/clock';
import { DomainError, hasCode } from '@karna/common/errors';
import { interpretTarget, type Outcome } from './domain/interpret.ts';
import type { Setting } from './domain/skills/slot-values.ts';
import { type Asked as AskedWords, type Understanding, understand } from './domain/skills/understand.ts';
import type { Asked, Events } from './events.ts';
import type { Known } from './learning-skills.ts';
import type { Answers } from './ports.ts';

/** Longest name of an application or site (characters). */
const maxDomainCharacters = 200;
const maxLocaleCharacters = 40;
/** Tabs and line breaks may stand in a command, other control characters may not. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
const controls = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f]/u;

export interface Limits {
  readonly characters: number;
}

export interface Words {
  readonly text: string;
  /** The application or site it is about; empty: any. */
  readonly domain: string;
  /** BCP 47; empty: the one that is configured. */
  readonly locale: string;
  /** Who asks; empty: nobody in particular. */
  readonly principal: string;
}

export interface Explained extends Understanding {
  readonly knowledge: Known;
}

/** Words to meaning. Holds nothing that a replica would not have as well. */
export class Interpreter {
  readonly #limits: Limits;
  readonly #clock: Clock;
  readonly #events: Events;
  readonly #knowledge: () => Known;
  readonly #answers: Answers;
  readonly #locale: string;

  /** `locale`: of those who do not say theirs. */
  constructor(
    limits: Limits,
    clock: Clock,
    events: Events,
    knowledge: () => Known,
    answers: Answers,
    locale = 'en-US',
  ) {
    this.#limits = limits;
    this.#clock = clock;
    this.#events = events;
    this.#knowledge = knowledge;
    this.#answers = answers;
    this.#locale = locale;
  }

  get knowledge(): Known {
    return this.#knowledge();
  }

  interpret(words: Words): Promise<Outcome> {
    return this.#observed('command', async () => (await this.explain(words)).outcome);
  }

  /** With what each witness said. */
  async explain({ text, domain, locale, principal }: Words): Promise<Explained> {
    check(domain, maxDomainCharacters);
    check(locale, maxLocaleCharacters);
    const said = this.checked(text);
    const knowledge = this.#knowledge();
    const setting = this.setting(locale);
    const plain = knowledge.own.meantBy(principal, domain, said) ?? said;
    // "Tomorrow" means something else tomorrow.
    const asked = JSON.stringify([plain.trim(), domain, setting.locale, knowledge.print, setting.now.toDateString()]);
    const known = await this.#answers.get(asked);
    this.#events.remembered(known !== undefined);
    if (known) return { ...known, knowledge };
    const understood = understand({ text: plain, domain, setting }, knowledge);
    await this.#answers.set(asked, understood);
    return { ...understood, knowledge };
  }

  /** What was said, with what is known of the place and the moment. */
  asked({ text, domain, locale }: Words): AskedWords {
    return { text, domain, setting: this.setting(locale) };
  }

  /** The values that words stand for are read like this. */
  setting(locale = ''): Setting {
    return { locale: locale === '' ? this.#locale : locale, now: this.#clock.now() };
  }

  interpretTarget(text: string): Promise<Outcome> {
    return this.#observed('target', async () => interpretTarget(this.checked(text)));
  }

  /** @throws DomainError `command.empty`, `input.too_large`, `input.invalid`. */
  checked(text: string): string {
    check(text, this.#limits.characters);
    if (text.trim() === '') throw new DomainError('command.empty', 'there are no words in it: say what should happen');
    return text.replaceAll(/\r\n?/g, '\n');
  }

  async #observed(asked: Asked, work: () => Promise<Outcome>): Promise<Outcome> {
    const start = this.#clock.elapsed();
    try {
      const outcome = await work();
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
