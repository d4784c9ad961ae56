import type { Condition, DirectAction } from '@karna/proto/gen/intent/v1/intent';
import type { InterpretReply, Meaning } from '@karna/proto/gen/language/v1/language';
import type { Skill } from '@karna/proto/gen/skill/v1/skill';
import type { TargetQuery } from '@karna/proto/gen/target/v1/target';
import { targetsOf } from '../../domain/targets.ts';
import type { Confirmed, Interpreter } from '../../ports.ts';

/** Understands the sentences it was taught, and nothing else. */
export class MemoryInterpreter implements Interpreter {
  readonly #known = new Map<string, InterpretReply['outcome']>();
  readonly confirmed: Confirmed[] = [];
  readonly #targets = new Map<string, TargetQuery>();
  failure: Error | undefined;
  /** Holds every answer until it resolves. */
  gate: Promise<void> | undefined;

  learn(text: string, ...verbs: NonNullable<DirectAction['verb']>[]): this {
    const actions = verbs.map((verb) => ({ sentence: `${text}: ${verb.$case}`, confidence: 0.97, verb }));
    this.#known.set(text, { $case: 'understood', value: { actions, confidence: 0.97 } });
    return this;
  }

  /** The one step of `text` is only taken when `onlyIf` holds. */
  learnIf(text: string, onlyIf: Condition, verb: NonNullable<DirectAction['verb']>): this {
    const actions = [{ sentence: text, confidence: 0.9, verb, onlyIf }];
    this.#known.set(text, { $case: 'understood', value: { actions, confidence: 0.9 } });
    return this;
  }

  /** `text` means this skill with these values. */
  learnSkill(text: string, { id, name, version }: Skill, values: Readonly<Record<string, string>> = {}): this {
    const slots = Object.entries(values).map(([slot, value]) => ({ name: slot, said: value, value, confidence: 1 }));
    this.#known.set(text, {
      $case: 'skill',
      value: { skillId: id, name, version, slots, confidence: 0.97, sentence: name },
    });
    return this;
  }

  askAbout(text: string, question: string, ...meanings: Meaning[]): this {
    this.#known.set(text, { $case: 'ask', value: { question, meanings, answerIn: '', secret: false } });
    return this;
  }

  /** Asked about because nothing vouches for the names in it, the first target's unless others are given. */
  suppose(text: string, verb: NonNullable<DirectAction['verb']>, ...things: TargetQuery[]): this {
    const action = { sentence: text, confidence: 0.92, verb, onlyIf: undefined };
    const first = targetsOf(action)[0]?.[1];
    const supposed = (things.length > 0 ? things : [first]).map((target) => ({ action: 0, target }));
    this.#known.set(text, {
      $case: 'ask',
      value: {
        question: `Shall I ${text}?`,
        meanings: [{ label: text, command: text }],
        answerIn: '',
        secret: false,
        supposition: { meant: { actions: [action], confidence: 0.92 }, things: supposed },
      },
    });
    return this;
  }

  /** Can be read in these ways, each some verbs in order; only the names in them tell which. */
  supposeOneOf(text: string, ...ways: NonNullable<DirectAction['verb']>[][]): this {
    const readings = ways.map((verbs) => {
      const actions = verbs.map((verb) => ({ sentence: text, confidence: 0.6, verb, onlyIf: undefined }));
      const things = actions.flatMap((one, action) => targetsOf(one).map(([, target]) => ({ action, target })));
      return { meant: { actions, confidence: 0.6 }, things };
    });
    const value = { question: 'One, or several?', meanings: [], answerIn: '', secret: false };
    this.#known.set(text, { $case: 'ask', value: { ...value, readings: { ways: readings } } });
    return this;
  }

  /** Means the one, and the other where the screen has all that it names. */
  learnUnless(text: string, verb: NonNullable<DirectAction['verb']>, other: NonNullable<DirectAction['verb']>): this {
    const meant = (one: NonNullable<DirectAction['verb']>) => ({
      actions: [{ sentence: text, confidence: 0.92, verb: one, onlyIf: undefined }],
      confidence: 0.92,
    });
    const instead = meant(other);
    const things = instead.actions.flatMap((one) => targetsOf(one).map(([, target]) => ({ action: 0, target })));
    const otherwise = { ways: [{ meant: instead, things }] };
    this.#known.set(text, { $case: 'understood', value: { ...meant(verb), otherwise } });
    return this;
  }

  /** Means nothing, unless the screen has a thing that is called so. */
  knowOnlyAs(text: string, verb: NonNullable<DirectAction['verb']>): this {
    const action = { sentence: text, confidence: 0.6, verb, onlyIf: undefined };
    const things = targetsOf(action).map(([, target]) => ({ action: 0, target }));
    const ways = [{ meant: { actions: [action], confidence: 0.6 }, things }];
    this.#known.set(text, { $case: 'unknown', value: { part: text, examples: [], readings: { ways } } });
    return this;
  }

  /** A question that a value answers: `{}` in the command. */
  askFor(text: string, question: string, answerIn: string, secret = false): this {
    this.#known.set(text, { $case: 'ask', value: { question, meanings: [], answerIn, secret } });
    return this;
  }

  learnTarget(text: string, target: TargetQuery): this {
    this.#targets.set(text, target);
    return this;
  }

  async interpret(text: string): Promise<InterpretReply> {
    await this.gate;
    if (this.failure) throw this.failure;
    return { outcome: this.#known.get(text) ?? unknown(text) };
  }

  async confirm(confirmed: Confirmed): Promise<void> {
    this.confirmed.push(confirmed);
  }

  async interpretTarget(text: string): Promise<InterpretReply> {
    if (this.failure) throw this.failure;
    const target = this.#targets.get(text);
    if (!target) return { outcome: unknown(text) };
    const verb = { $case: 'hover' as const, value: { target } };
    return {
      outcome: { $case: 'understood', value: { actions: [{ sentence: text, confidence: 1, verb }], confidence: 1 } },
    };
  }
}

const unknown = (text: string): InterpretReply['outcome'] => ({
  $case: 'unknown',
  value: { part: text, examples: ['click Save'] },
});
