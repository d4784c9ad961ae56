// A second demonstration: what both show is certain, what only one shows is optional, what differs may be a value.
import type { Draft, DraftStep, Proposal } from '@karna/proto/gen/recording/v1/draft';
import type { Check, Skill, SkillStep } from '@karna/proto/gen/skill/v1/skill';
import { isSameName } from '../text-match.ts';
import { free, placeIn, proposalsFor } from './proposing.ts';

/** How alike two steps are to be taken for the same (0..1). */
const alike = 0.5;
/** Most ways in which one element is remembered. */
const mostAlternatives = 3;

/** The skill as it is, with what the fresh draft shows in addition. */
export function merged(skill: Skill, fresh: Draft): Draft {
  const pairs = aligned(skill.steps, fresh.steps);
  const taken = new Set(skill.steps.map(({ id }) => id));
  const steps = pairs.map(([known, shown]) => stepOf(known, shown, skill, taken));
  const proposals = pairs.flatMap(([known, shown]) => (known && shown ? differing(known, shown) : []));
  const numbered = proposals.map((proposal, index) => ({ ...proposal, id: `p${index + 1}` }));
  const isMissing = pairs.some(([known, shown]) => !known || !shown);
  return {
    ...fresh,
    skillId: skill.id,
    skillVersion: skill.version,
    name: skill.name,
    change: 'shown once more',
    phrases: [...new Set([...skill.phrases, ...phrasesOf(fresh, skill)])],
    slots: [...skill.slots, ...fresh.slots.filter(({ name }) => !skill.slots.some((slot) => slot.name === name))],
    steps,
    proposals: numbered,
    notes: isMissing ? [...fresh.notes, 'Steps that only one demonstration shows are optional now.'] : fresh.notes,
  };
}

type Pair = readonly [known: SkillStep | undefined, shown: DraftStep | undefined];

/** The longest common row of like steps; the others keep their places between them. */
function aligned(known: readonly SkillStep[], shown: readonly DraftStep[]): Pair[] {
  const best = Array.from({ length: known.length + 1 }, () => new Array<number>(shown.length + 1).fill(0));
  const score = (i: number, j: number) => best[i]?.[j] ?? 0;
  for (let i = known.length - 1; i >= 0; i--) {
    for (let j = shown.length - 1; j >= 0; j--) {
      const row = best[i];
      if (row)
        row[j] = Math.max(score(i + 1, j), score(i, j + 1), likenessAt(known, shown, i, j) + score(i + 1, j + 1));
    }
  }
  const pairs: Pair[] = [];
  let [i, j] = [0, 0];
  while (i < known.length || j < shown.length) {
    const likeness = likenessAt(known, shown, i, j);
    if (likeness > 0 && score(i, j) === likeness + score(i + 1, j + 1)) pairs.push([known[i++], shown[j++]]);
    else if (j >= shown.length || (i < known.length && score(i, j) === score(i + 1, j)))
      pairs.push([known[i++], undefined]);
    else pairs.push([undefined, shown[j++]]);
  }
  return pairs;
}

function likenessAt(known: readonly SkillStep[], shown: readonly DraftStep[], i: number, j: number): number {
  const [a, b] = [known[i], shown[j]?.step];
  const likeness = a && b ? likenessOf(a, b) : 0;
  return likeness >= alike ? likeness : 0;
}

function likenessOf(a: SkillStep, b: SkillStep): number {
  const [one, other] = [a.action?.verb, b.action?.verb];
  if (!one || one.$case !== other?.$case) return 0;
  if (a.window && b.window && a.window.application !== b.window.application) return 0;
  if (one.$case === 'pressKeys' && other.$case === 'pressKeys') {
    return one.value.chords.join() === other.value.chords.join() ? 1 : 0;
  }
  if (one.$case === 'open') return 0.8;
  if (!a.target && !b.target) return 0.7;
  if (!a.target || !b.target) return alike;
  const isNamed = (x: string, y: string) => x !== '' && isSameName(x, y);
  if (isNamed(a.target.label, b.target.label) || isNamed(a.target.text, b.target.text)) return 1;
  // The same kind of thing in a row of a list, of another record.
  const isRecord = a.target.row !== undefined && b.target.row !== undefined;
  if (a.target.role === b.target.role && (isRecord || a.target.text.includes('{'))) return 0.9;
  const isNameless = a.target.label + a.target.text === '' || b.target.label + b.target.text === '';
  return a.target.role === b.target.role && isNameless ? alike : 0;
}

function stepOf(
  known: SkillStep | undefined,
  shown: DraftStep | undefined,
  skill: Skill,
  taken: Set<string>,
): DraftStep {
  if (!known) {
    if (!shown?.step) throw new Error('a pair of nothing');
    const id = free(shown.step.id, taken);
    taken.add(id);
    return { ...shown, step: { ...shown.step, id, optional: true } };
  }
  if (!shown?.step)
    return {
      step: { ...known, optional: true },
      before: '',
      after: '',
      box: undefined,
      firstAct: 0,
      lastAct: 0,
      doubts: [],
    };
  return {
    ...shown,
    step: {
      ...known,
      alternatives: alternativesOf(known, shown.step),
      checks: both(known.checks, shown.step.checks, skill),
    },
  };
}

/** The element as this demonstration shows it, where it looks or stands otherwise. */
function alternativesOf(known: SkillStep, { target }: SkillStep): SkillStep['alternatives'] {
  if (!known.target || !target) return known.alternatives;
  const isKnown = [known.target, ...known.alternatives].some((one) => Buffer.compare(one.patch, target.patch) === 0);
  const row = known.target.row; // which record it is, the words say
  return isKnown
    ? known.alternatives
    : [...known.alternatives, { ...target, text: known.target.text, row }].slice(-mostAlternatives);
}

/** What both saw is sure. What a slot may change is compared without its value. */
function both(known: readonly Check[], shown: readonly Check[], { slots }: Skill): Check[] {
  const isSame = (a: Check, b: Check): boolean => {
    if (a.what?.$case !== b.what?.$case) return false;
    const [x, y] = [textOf(a), textOf(b)];
    return slots.some(({ name }) => x.includes(`{${name}}`)) || isSameName(x, y);
  };
  return known.filter((check) => shown.some((other) => isSame(check, other)));
}

const textOf = ({ what }: Check): string => (what?.$case === 'holds' ? what.value : (what?.value.text ?? ''));

/** A text that was another one this time varies: a slot, unless it is one. */
function differing(known: SkillStep, { step }: DraftStep): Proposal[] {
  if (!step) return [];
  const [before, now] = [writtenIn(known), writtenIn(step)];
  if (before === undefined || now === undefined || before === now || before.includes('{')) return [];
  const [proposal] = proposalsFor(before, [
    { step: known, before: '', after: '', box: undefined, firstAct: 0, lastAct: 0, doubts: [] },
  ]);
  return proposal
    ? [
        {
          ...proposal,
          value: before,
          stepIds: [known.id],
          likely: true,
          reason: `"${before}" the first time, "${now}" this time`,
        },
      ]
    : [];
}

function writtenIn({ action }: SkillStep): string | undefined {
  const verb = action?.verb;
  if (verb?.$case === 'typeText') return verb.value.text;
  return verb?.$case === 'selectOption' ? verb.value.option : undefined;
}

/** The new words for it, with the known slots in their places. */
function phrasesOf(fresh: Draft, { slots, steps }: Skill): string[] {
  const values = slots.flatMap(({ name }) => {
    const known = steps.find((step) => writtenIn(step) === `{${name}}`);
    const shown = fresh.steps.find(({ step }) => known && step && likenessOf(known, step) >= alike)?.step;
    const value = shown && writtenIn(shown);
    return value ? [[name, value] as const] : [];
  });
  return fresh.phrases.map((phrase) =>
    values.reduce((text, [name, value]) => {
      const at = placeIn(text, value);
      return at ? `${text.slice(0, at.from)}{${name}}${text.slice(at.to)}` : text;
    }, phrase),
  );
}
