import { isDeepStrictEqual } from 'node:util';
import { DomainError } from '@karna/common/errors';
import type { DirectAction } from '@karna/proto/gen/intent/v1/intent';
import type { Skill } from '@karna/proto/gen/skill/v1/skill';
import type { ModelPiece } from '../../ports.ts';
import type { Verb } from '../clause.ts';
import { addressOf } from '../grammar/address.ts';
import { interpret } from '../interpret.ts';
import { folded } from '../learning/words.ts';
import { sayAll } from '../say.ts';
import type { SaidValue } from '../skills/filling.ts';
import { nothingFits, type Offer } from './offering.ts';
import { printable } from './printable.ts';
import { modelVerbs } from './verbs.ts';

export type Call = Extract<ModelPiece, { is: 'called' }>;

/** What a model's calls mean, in Karna's own words: a command that the grammar reads as just this. */
export type Proposal =
  | { readonly is: 'nothing' }
  | { readonly is: 'skill'; readonly skill: Skill; readonly values: readonly SaidValue[] }
  | { readonly is: 'actions'; readonly command: string; readonly steps: readonly ProposedStep[] };

export interface ProposedStep {
  readonly action: DirectAction;
  /** Names or texts in it are not in the command. */
  readonly ownWords: boolean;
}

/** How much a model is trusted by itself. Below what a skill is run with: alone it can only be asked about. */
export const modelTrust = 0.6;

/** A longer plan is a mistake, or a misuse. */
const most = { steps: 30, characters: 4_000 } as const;

/**
 * Reads calls as strictly as anything from outside: a tool that was not offered, arguments of another shape, a skill among other steps, an
 * address or a value of a skill that nobody said end it with `llm.invalid`. What it would do is then what the grammar reads from the
 * command, never what the model wrote.
 */
export function proposalOf(calls: readonly Call[], { skills }: Offer, said: string): Proposal {
  const meant = calls.filter(({ tool }) => tool !== nothingFits);
  const [first] = meant;
  if (!first) return { is: 'nothing' };
  const skill = skills.get(first.tool);
  if (skill) {
    if (meant.length > 1) throw invalid('a skill together with other steps');
    return { is: 'skill', skill, values: valuesIn(skill, argumentsOf(first), said) };
  }
  if (meant.length > most.steps) {
    throw new DomainError('llm.too_long', `the language model proposed more than ${most.steps} steps`);
  }
  return actionsOf(meant, said);
}

function actionsOf(calls: readonly Call[], said: string): Proposal {
  const read = calls.map((call) => stepOf(call, said));
  const command = sayAll(read.map(({ verb }) => ({ verb })));
  if (command.length > most.characters) {
    throw new DomainError('llm.too_long', 'what the language model proposed is too long for a command');
  }
  const understood = interpret(command);
  const actions = understood.$case === 'understood' ? understood.value.actions : [];
  const isSame =
    actions.length === read.length && read.every(({ verb }, at) => isDeepStrictEqual(verb, actions[at]?.verb));
  if (!isSame) throw invalid('steps that cannot be said as a command');
  const steps = actions.map((action, at) => ({
    action: { ...action, confidence: modelTrust },
    ownWords: read[at]?.ownWords ?? true,
  }));
  return { is: 'actions', command, steps };
}

function stepOf(call: Call, said: string): { readonly verb: Verb; readonly ownWords: boolean } {
  const known = Object.hasOwn(modelVerbs, call.tool) ? modelVerbs[call.tool] : undefined;
  if (!known) throw invalid('a tool that there is not');
  const given = known.shape.safeParse(argumentsOf(call));
  const meant = given.success ? known.read(given.data) : undefined;
  if (!meant || meant.words.some(isUnsayable)) throw invalid(`arguments that ${call.tool} does not take`);
  // What is on a screen must not send anybody anywhere: an address is opened, or typed, only where a person has said it.
  const addresses = [meant.address, ...meant.words.flatMap(addressesIn)].filter((one) => one !== undefined);
  if (addresses.some((address) => !isAddressSaid(said, address)))
    throw invalid('an address that is not in the command');
  return { verb: meant.verb, ownWords: meant.words.some((word) => !isSaid(said, word)) };
}

function valuesIn(skill: Skill, given: Readonly<Record<string, unknown>>, said: string): SaidValue[] {
  return Object.entries(given).flatMap(([slot, value]) => {
    if (!skill.slots.some(({ name }) => name === slot)) throw invalid('a slot that the skill does not have');
    if (typeof value !== 'string') throw invalid('a value that is no text');
    const word = value.trim();
    if (word === '') return [];
    if (isUnsayable(word) || !isSaid(said, word)) throw invalid('a value that is not in the command');
    return [{ slot, said: word, confidence: modelTrust }];
  });
}

/** Nulls are what some models write for what is left out. */
export function argumentsOf({ given }: Call): Readonly<Record<string, unknown>> {
  let value: unknown;
  try {
    value = JSON.parse(given.trim() === '' ? '{}' : given, (_, one: unknown) => (one === null ? undefined : one));
  } catch (cause) {
    throw new DomainError('llm.invalid', 'the language model wrote arguments that are no JSON', { cause });
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw invalid('arguments that are no object');
  return value as Readonly<Record<string, unknown>>;
}

const isUnsayable = (word: string): boolean => printable(word) !== word;

const spaced = (text: string): string => ` ${(folded(text).match(/[\p{L}\p{N}]+/gu) ?? []).join(' ')} `;

/** Whether these words stand in the command, as words, one after the other: letter case, accents and marks aside. */
export function isSaid(command: string, words: string): boolean {
  const sought = spaced(words);
  return sought.trim() === '' ? command.includes(words.trim()) : spaced(command).includes(sought);
}

const bareWords = (text: string): string[] =>
  text.split(/\s+/).map((word) => word.replace(/^[("'<“„‘«]+/u, '').replace(/[)"'>”’».,;!?]+$/u, ''));

const addressesIn = (text: string): string[] => bareWords(text).flatMap((word) => addressOf(word, false) ?? []);

const isAddressSaid = (said: string, address: string): boolean =>
  bareWords(said).some((word) => {
    const meant = addressOf(word, true);
    return meant !== undefined && new URL(meant).href === new URL(address).href;
  });

const invalid = (what: string): DomainError =>
  new DomainError('llm.invalid', `the language model answered with ${what}`);
