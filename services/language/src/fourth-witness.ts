import { DomainError } from '@karna/common/errors';
import type { Witness } from '@karna/proto/gen/language/v1/language';
import type { Counsel } from './counsel.ts';
import type { Outcome } from './domain/interpret.ts';
import { type Call, type Proposal, proposalOf } from './domain/model/answer.ts';
import { offerOf } from './domain/model/offering.ts';
import { offeredSkills } from './domain/model/retrieval.ts';
import { witnessRules } from './domain/model/rules.ts';
import { speaksOfSecrets } from './domain/model/secrecy.ts';
import { type Heard, isInDoubt, weighed } from './domain/model/weighing.ts';
import { Recent } from './domain/recent.ts';
import { saySkill } from './domain/skills/filling.ts';
import { readNamedSkill } from './domain/skills/named-skill.ts';
import { heardFor } from './domain/skills/understand.ts';
import type { Explained, Interpreter, Words } from './service.ts';

/** Answers of the model that are remembered: the same question again costs nothing. */
const remembered = 500;
const never = new AbortController().signal;

/** The three witnesses, and the language model as a fourth, asked only when they are in doubt. Whatever it does, they are heard. */
export class FourWitnesses {
  readonly #interpreter: Interpreter;
  readonly #counsel: Counsel | undefined;
  readonly #limitMs: number;
  readonly #known = new Recent<Proposal>(remembered);

  /** Without counsel there are three. */
  constructor(interpreter: Interpreter, counsel: Counsel | undefined, limitMs: number) {
    this.#interpreter = interpreter;
    this.#counsel = counsel;
    this.#limitMs = limitMs;
  }

  async interpret(words: Words, signal: AbortSignal = never): Promise<Outcome> {
    const outcome = await this.#interpreter.interpret(words);
    if (outcome.$case === 'understood' || outcome.$case === 'skill') return outcome;
    return (await this.explain(words, signal)).outcome;
  }

  /** With what each witness said. */
  async explain(words: Words, signal: AbortSignal = never): Promise<Explained> {
    const three = await this.#interpreter.explain(words);
    // What was named with its values is nothing to be guessed at, and may be a secret.
    if (!this.#counsel || !isInDoubt(three) || readNamedSkill(words.text)) return three;
    if (speaksOfSecrets(words.text))
      return withWitness(three, silent(new DomainError('llm.forbidden', 'it speaks of a secret, and stays here')));
    try {
      const proposal = await this.#proposal(this.#counsel, words, three, signal);
      const { outcome, witness } = weighed(three, proposal, await this.#heard(words, three, proposal));
      return { ...withWitness(three, witness), outcome };
    } catch (thrown) {
      signal.throwIfAborted();
      const error = DomainError.from(thrown);
      if (!error.code.startsWith('llm.')) throw error;
      return withWitness(three, silent(error));
    }
  }

  /** What the three make of the skill that the model has named. */
  async #heard(words: Words, { knowledge }: Explained, proposal: Proposal): Promise<Heard | undefined> {
    if (proposal.is !== 'skill') return undefined;
    const { skill, values } = proposal;
    const { outcome } = await this.#interpreter.explain({ ...words, text: saySkill(skill, values) });
    return { named: outcome, values: heardFor(this.#interpreter.asked(words), skill, knowledge) };
  }

  async #proposal(counsel: Counsel, words: Words, { knowledge }: Explained, signal: AbortSignal): Promise<Proposal> {
    const { catalogue, model } = knowledge;
    const key = JSON.stringify([words.text, words.domain, words.locale, catalogue.version, model?.version]);
    const known = this.#known.get(key);
    if (known) return known;
    const offer = offerOf(offeredSkills(words.text, words.domain, knowledge));
    const matter = JSON.stringify({ command: words.text, application: words.domain });
    const calls: Call[] = [];
    const question = { rules: witnessRules, matter, tools: offer.tools };
    for await (const piece of counsel.ask(question, { purpose: 'witness', limitMs: this.#limitMs, signal })) {
      if (piece.is === 'called') calls.push(piece);
    }
    const proposal = witnessed(proposalOf(calls, offer, words.text));
    this.#known.set(key, proposal);
    return proposal;
  }
}

/** A witness to what was said has no words of its own. */
function witnessed(proposal: Proposal): Proposal {
  if (proposal.is === 'actions' && proposal.steps.some(({ ownWords }) => ownWords)) {
    throw new DomainError('llm.invalid', 'the language model answered with names or texts that are not in the command');
  }
  return proposal;
}

const withWitness = (explained: Explained, witness: Witness): Explained => ({
  ...explained,
  witnesses: [...explained.witnesses, witness],
});

const silent = ({ code, message }: DomainError): Witness => ({
  name: 'model',
  says: '',
  confidence: 0,
  because: message,
  code,
});
