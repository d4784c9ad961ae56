import type { Example, ExampleOrigin } from '@karna/proto/gen/skill/v1/example';
import { directMeaning, wordingOf } from './domain/confirming.ts';
import { folded } from './domain/learning/words.ts';
import type { Events } from './events.ts';
import type { Examples } from './ports.ts';
import type { Interpreter } from './service.ts';

export interface Confirmation {
  /** What was said. */
  readonly text: string;
  readonly domain: string;
  /** Words that mean beyond doubt what was meant; empty: what `text` is understood as. */
  readonly meant: string;
  readonly principal: string;
  readonly origin: ExampleOrigin;
}

type Wording = Pick<Example, 'skillId' | 'text' | 'command'>;

/** What people confirm or correct is learned, in their own words and without the values in them. */
export class Confirming {
  readonly #interpreter: Interpreter;
  readonly #examples: Examples;
  readonly #events: Events;

  constructor(interpreter: Interpreter, examples: Examples, events: Events) {
    this.#interpreter = interpreter;
    this.#examples = examples;
    this.#events = events;
  }

  /** Undefined when nothing can be learned from it. Rejects with `input.invalid`, `service.unavailable`. */
  async confirm({ text, domain, meant, principal, origin }: Confirmation): Promise<Example | undefined> {
    const wording = principal === '' ? undefined : await this.#wording(this.#interpreter.checked(text), domain, meant);
    this.#events.confirmed(origin.replace('EXAMPLE_ORIGIN_', '').toLowerCase(), wording !== undefined);
    if (!wording) return undefined;
    return this.#examples.keep({ ...wording, id: '', domain, origin, principal, at: undefined });
  }

  async #wording(text: string, domain: string, meant: string): Promise<Wording | undefined> {
    if (meant.trim() === text.trim()) return undefined;
    const { outcome, knowledge } = await this.#interpreter.explain({
      text: meant === '' ? text : meant,
      domain,
      locale: '',
      principal: '',
    });
    if (outcome.$case === 'understood' && meant !== '') {
      const command = directMeaning(outcome.value.actions);
      return command === undefined ? undefined : { skillId: '', text: text.trim(), command };
    }
    if (outcome.$case !== 'skill') return undefined;
    const { skillId, slots } = outcome.value;
    const skill = knowledge.catalogue.get(skillId);
    const wording = skill && wordingOf(text, slots, skill);
    if (wording === undefined) return undefined;
    const isTaught = skill?.phrases.some((phrase) => folded(phrase) === folded(wording));
    if (!isTaught) return { skillId, text: wording, command: '' };
    // Taught for several skills: which of them is one person's habit, and values are not kept.
    const isBare = meant !== '' && slots.every(({ said }) => said === '');
    return isBare ? { skillId: '', text: wording, command: meant.trim() } : undefined;
  }
}
