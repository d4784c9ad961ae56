// Changes of a draft, one by one: each gives the next state of it.
import { DomainError } from '@karna/common/errors';
import type { Draft, DraftEdit, DraftStep, Proposal } from '@karna/proto/gen/recording/v1/draft';
import { type Skill, type SkillStep, Skill as Skills, type Slot } from '@karna/proto/gen/skill/v1/skill';
import type { RememberedTarget } from '@karna/proto/gen/target/v1/target';
import { free, placeIn } from './proposing.ts';
import type { Sight } from './purposes.ts';
import { queryOf } from './steps.ts';
import { sentenceOf } from './wording.ts';

type What = NonNullable<DraftEdit['what']>;
/** What needs nothing but the draft itself. */
export type PlainEdit = Exclude<What, { $case: 'undo' | 'redo' | 'correctBox' }>;

/** Longest sentence, name and text (characters). */
const longest = 2_000;
const mostPhrases = 50;

/** The draft after the change, with what the change was. Fails with `draft.invalid`. */
export function edited(draft: Draft, edit: PlainEdit): Draft {
  switch (edit.$case) {
    case 'remove':
      return removed(draft, edit.value.stepIds);
    case 'reorder':
      return reordered(draft, edit.value.stepIds);
    case 'relabel': {
      const sentence = said(edit.value.sentence, 'the sentence');
      return withStep(draft, edit.value.stepId, 'step relabelled', (step) => ({ ...step, sentence }));
    }
    case 'optional':
      return flagged(draft, edit.value.stepId, { optional: edit.value.on }, 'optional');
    case 'sensitive':
      return flagged(draft, edit.value.stepId, { sensitive: edit.value.on }, 'sensitive');
    case 'irreversible':
      return flagged(draft, edit.value.stepId, { irreversible: edit.value.on }, 'irreversible');
    case 'insert':
      return inserted(draft, edit.value.afterStepId, edit.value.step);
    case 'checks': {
      const { stepId, checks } = edit.value;
      return withStep(draft, stepId, 'checks changed', (step) => ({ ...step, checks }));
    }
    case 'accept':
      return accepted(draft, edit.value.proposals);
    case 'text': {
      const { stepId, text } = edit.value;
      return withStep(draft, stepId, 'text changed', (step) => withText(step, text));
    }
    case 'rename': {
      const { name, phrases } = edit.value;
      if (phrases.length > mostPhrases) throw invalid(`a skill has at most ${mostPhrases} phrases`);
      const kept = phrases.length === 0 ? draft.phrases : phrases.map((phrase) => said(phrase, 'a phrase'));
      return { ...draft, name: name === '' ? draft.name : said(name, 'the name'), phrases: kept, change: 'renamed' };
    }
    default: {
      const nothing: never = edit;
      return nothing;
    }
  }
}

/** The element of a step as somebody drew it: remembered anew. */
export function corrected(draft: Draft, stepId: string, { target, element }: Sight): Draft {
  const steps = draft.steps.map((one) =>
    one.step?.id === stepId ? { ...one, box: element.box, doubts: [], step: retargeted(one.step, target) } : one,
  );
  find(draft, stepId);
  return { ...draft, steps, change: 'element corrected' };
}

export function stepIn(draft: Draft, stepId: string): DraftStep {
  return find(draft, stepId);
}

function retargeted(step: SkillStep, target: RememberedTarget): SkillStep {
  const verb = step.action?.verb;
  if (!step.action || !verb) return { ...step, target };
  const query = queryOf(target);
  const aimed = 'target' in verb.value ? { ...verb, value: { ...verb.value, target: query } } : verb;
  const moved = aimed.$case === 'drag' ? { ...aimed, value: { ...aimed.value, from: query } } : aimed;
  const next = moved as NonNullable<typeof step.action.verb>;
  const sentence = step.sentence === step.action.sentence ? sentenceOf(next) : step.sentence;
  return { ...step, target, sentence, action: { ...step.action, verb: next, sentence } };
}

function removed(draft: Draft, stepIds: readonly string[]): Draft {
  for (const id of stepIds) find(draft, id);
  const steps = draft.steps.filter(({ step }) => !stepIds.includes(step?.id ?? ''));
  const proposals = draft.proposals
    .map((one) => ({ ...one, stepIds: one.stepIds.filter((id) => !stepIds.includes(id)) }))
    .filter((one) => one.stepIds.length > 0);
  return {
    ...draft,
    steps,
    proposals,
    change: stepIds.length === 1 ? 'step removed' : `${stepIds.length} steps removed`,
  };
}

function reordered(draft: Draft, stepIds: readonly string[]): Draft {
  const isAll = stepIds.length === draft.steps.length && new Set(stepIds).size === stepIds.length;
  if (!isAll) throw invalid('the new order names every step once');
  return { ...draft, steps: stepIds.map((id) => find(draft, id)), change: 'steps reordered' };
}

function flagged(draft: Draft, stepId: string, flag: Partial<SkillStep>, name: string): Draft {
  const isOn = Object.values(flag)[0] === true;
  return withStep(draft, stepId, `step ${isOn ? '' : 'not '}${name}`, (step) => ({ ...step, ...flag }));
}

function inserted(draft: Draft, afterStepId: string, step: SkillStep | undefined): Draft {
  const verb = step?.action?.verb;
  if (!step || !verb) throw invalid('the new step says nothing to do');
  const at = afterStepId === '' ? 0 : draft.steps.indexOf(find(draft, afterStepId)) + 1;
  const taken = new Set(draft.steps.map(({ step: one }) => one?.id ?? ''));
  const id = free(step.id === '' ? 'added' : step.id, taken);
  const sentence = step.sentence || sentenceOf(verb);
  const before = draft.steps[at - 1]?.after ?? draft.steps[at]?.before ?? '';
  const added: DraftStep = {
    step: { ...step, id, sentence, action: { sentence, confidence: 1, onlyIf: step.action?.onlyIf, verb } },
    before,
    after: before,
    box: undefined,
    firstAct: 0,
    lastAct: 0,
    doubts: [],
  };
  return { ...draft, steps: draft.steps.toSpliced(at, 0, added), change: 'step inserted' };
}

function withStep(draft: Draft, stepId: string, change: string, next: (step: SkillStep) => SkillStep): Draft {
  find(draft, stepId);
  const steps = draft.steps.map((one) => (one.step?.id === stepId ? { ...one, step: next(one.step) } : one));
  return { ...draft, steps, change };
}

function withText(step: SkillStep, text: string): SkillStep {
  const verb = step.action?.verb;
  if (text.length > longest) throw invalid(`a text has at most ${longest} characters`);
  const next =
    verb?.$case === 'typeText'
      ? { ...verb, value: { ...verb.value, text } }
      : verb?.$case === 'selectOption'
        ? { ...verb, value: { ...verb.value, option: text } }
        : verb?.$case === 'open' && verb.value.what
          ? { ...verb, value: { what: { ...verb.value.what, value: text } } }
          : undefined;
  if (!step.action || !next) throw invalid('this step types and chooses nothing');
  const sentence = sentenceOf(next);
  const checks = step.checks.map((check) =>
    check.what?.$case === 'holds' ? { ...check, what: { $case: 'holds', value: text } as const } : check,
  );
  return { ...step, sentence, checks, action: { ...step.action, sentence, verb: next } };
}

/** Proposals become slots: in the phrases, and wherever their value stands in the steps. */
function accepted(draft: Draft, wanted: readonly { readonly id: string; readonly name: string }[]): Draft {
  return wanted.reduce<Draft>(
    (so, { id, name }) => {
      const proposal = draft.proposals.find((one) => one.id === id);
      if (!proposal?.slot) throw invalid(`there is no proposal ${id}`);
      const taken = new Set(so.slots.map((slot) => slot.name));
      const chosen = name === '' ? free(proposal.slot.name, taken) : name;
      if (!/^[A-Za-z_]\w*$/.test(chosen)) throw invalid('a slot is named with letters, digits and underscores');
      if (taken.has(chosen)) throw invalid(`there is a slot ${chosen} already`);
      return slotted(so, proposal, { ...proposal.slot, name: chosen });
    },
    { ...draft, change: wanted.length === 1 ? 'slot accepted' : `${wanted.length} slots accepted` },
  );
}

function slotted(draft: Draft, proposal: Proposal, slot: Slot): Draft {
  const place = `{${slot.name}}`;
  const put = (text: string): string => replaced(text, proposal.value, place);
  const steps = draft.steps.map((one) =>
    one.step && proposal.stepIds.includes(one.step.id) ? { ...one, step: stepWith(one.step, put) } : one,
  );
  return {
    ...draft,
    name: put(draft.name),
    phrases: draft.phrases.map(put),
    slots: [...draft.slots, slot],
    steps: steps.map((one) =>
      one.step ? { ...one, step: { ...one.step, checks: one.step.checks.map((check) => checkWith(check, put)) } } : one,
    ),
    proposals: draft.proposals.filter(({ id }) => id !== proposal.id),
  };
}

/** Every place where the value stands as whole words; the value itself, if it is all there is. */
function replaced(text: string, value: string, by: string): string {
  if (text.trim() === value.trim()) return by;
  const at = placeIn(text, value);
  return at ? text.slice(0, at.from) + by + replaced(text.slice(at.to), value, by) : text;
}

function stepWith(step: SkillStep, put: (text: string) => string): SkillStep {
  const verb = step.action?.verb;
  const row = step.target?.row?.texts;
  const rowWith = row?.map(put);
  // Of the record only the value that is said counts: the rest tells of this one alone.
  const own = rowWith?.filter((text, index) => text !== row?.[index]);
  const target = step.target && {
    ...step.target,
    text: verb?.$case === 'click' || verb?.$case === 'drag' ? put(step.target.text) : step.target.text,
    row: rowWith && own ? { texts: own.length > 0 ? own : rowWith } : step.target.row,
  };
  if (!step.action || !verb) return { ...step, target };
  const next = verbWith(verb, put);
  const sentence = sentenceOf(next);
  return {
    ...step,
    target,
    sentence: step.sentence === step.action.sentence ? sentence : put(step.sentence),
    action: { ...step.action, verb: next, sentence },
  };
}

type Verb = NonNullable<NonNullable<SkillStep['action']>['verb']>;

function verbWith(verb: Verb, put: (text: string) => string): Verb {
  switch (verb.$case) {
    case 'typeText':
      return { ...verb, value: { ...verb.value, text: put(verb.value.text) } };
    case 'selectOption':
      return { ...verb, value: { ...verb.value, option: put(verb.value.option) } };
    case 'click': {
      const { target } = verb.value;
      return { ...verb, value: { ...verb.value, target: target && { ...target, text: put(target.text) } } };
    }
    default:
      return verb;
  }
}

function checkWith<T extends SkillStep['checks'][number]>(check: T, put: (text: string) => string): T {
  const { what } = check;
  if (what?.$case === 'holds') return { ...check, what: { ...what, value: put(what.value) } };
  if (what?.$case === 'appears' || what?.$case === 'gone') {
    return { ...check, what: { ...what, value: { ...what.value, text: put(what.value.text) } } };
  }
  return check;
}

/** What is kept once the draft is agreed to. */
export function skillOf(draft: Draft, base: Skill | undefined): Skill {
  if (draft.steps.length === 0) throw invalid('a skill without a step does nothing');
  const steps = draft.steps.flatMap(({ step }) => step ?? []);
  const texts = JSON.stringify([
    draft.phrases,
    steps.map((step) => ({ ...step, target: step.target?.row ?? step.target?.text })),
  ]);
  return {
    ...(base ?? Skills.create({})),
    name: draft.name,
    phrases: [...draft.phrases],
    slots: draft.slots.filter(({ name }) => texts.includes(`{${name}}`)), // its step may have been removed
    steps,
    change: base ? draft.change : 'taught',
  };
}

function find(draft: Draft, stepId: string): DraftStep {
  const found = draft.steps.find(({ step }) => step?.id === stepId);
  if (!found) throw invalid(`there is no step ${stepId}`);
  return found;
}

function said(text: string, what: string): string {
  if (text.trim() === '') throw invalid(`${what} is empty`);
  if (text.length > longest) throw invalid(`${what} is too long`);
  return text.trim();
}

const invalid = (message: string): DomainError => new DomainError('draft.invalid', message);
