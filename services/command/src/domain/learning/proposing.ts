// Which of the values that were typed and chosen are the ones to be said the next time. Proposed, never decided.
import type { DraftStep, Proposal } from '@karna/proto/gen/recording/v1/draft';
import { type Slot, Slot as Slots, type SlotType } from '@karna/proto/gen/skill/v1/skill';
import type { RememberedTarget, Role } from '@karna/proto/gen/target/v1/target';

/** A value as it stands in a step, and what names it there. */
interface Value {
  readonly text: string;
  readonly label: string;
  readonly kind: 'typed' | 'chosen' | 'record' | 'name';
  readonly stepId: string;
  readonly choices: readonly string[];
}

/** Everything that may vary, with a name and a kind; `likely` where the words that name the skill say it. */
export function proposalsFor(phrase: string, steps: readonly DraftStep[]): Proposal[] {
  const proposals: Proposal[] = [];
  for (const value of steps.flatMap((step) => valuesOf(step, phrase))) {
    const known = proposals.find((proposal) => proposal.value === value.text);
    if (known) {
      if (!known.stepIds.includes(value.stepId)) known.stepIds.push(value.stepId);
      continue;
    }
    const likely = placeIn(phrase, value.text) !== undefined;
    if (value.kind === 'name' && !likely) continue;
    proposals.push({
      id: `p${proposals.length + 1}`,
      slot: slotFor(value, phrase, proposals),
      value: value.text,
      stepIds: [value.stepId],
      likely,
      reason: reasonFor(value, likely),
    });
  }
  return proposals;
}

function valuesOf({ step }: DraftStep, phrase: string): Value[] {
  if (!step || step.sensitive) return [];
  const label = step.target?.label ?? '';
  const value = (kind: Value['kind'], text: string, named = label, choices: readonly string[] = []): Value[] =>
    text.trim() === '' ? [] : [{ kind, text, label: named, stepId: step.id, choices }];
  const verb = step.action?.verb;
  const row = (step.target?.row?.texts ?? []).filter((text) => placeIn(phrase, text));
  const records = row.flatMap((text) => value('record', text, ''));
  switch (verb?.$case) {
    case 'typeText':
      return [...partsOf(verb.value.text, phrase).flatMap((text) => value('typed', text)), ...records];
    case 'selectOption':
      return [...value('chosen', verb.value.option), ...records];
    case 'click':
    case 'drag':
      return [...records, ...(isThing(step.target, phrase) ? value('name', step.target?.text ?? '', '') : [])];
    default:
      return records;
  }
}

/** Names of these stand for what they lead to; a button's says what it does, as does the first word of a phrase. */
const things: readonly Role[] = ['ROLE_LINK', 'ROLE_ROW', 'ROLE_CELL', 'ROLE_TEXT', 'ROLE_MENU_ITEM', 'ROLE_IMAGE'];

const isThing = (target: RememberedTarget | undefined, phrase: string): boolean =>
  target !== undefined && things.includes(target.role) && placeIn(phrase, target.text)?.from !== 0;

/** The whole text; or, where only a part of it is said in the phrase, that part. */
function partsOf(typed: string, phrase: string): string[] {
  if (placeIn(phrase, typed)) return [typed];
  const shared = longestShared(typed, phrase);
  return shared === undefined ? [typed] : [shared];
}

const words = (text: string): { readonly word: string; readonly from: number; readonly to: number }[] =>
  [...text.matchAll(/[\p{L}\p{N}@.'’_+-]*[\p{L}\p{N}]/gu)].map(({ 0: word, index }) => ({
    word: word.toLowerCase(),
    from: index,
    to: index + word.length,
  }));

/** Where the value stands in the phrase, whole words only, letter case apart. */
export function placeIn(phrase: string, value: string): { readonly from: number; readonly to: number } | undefined {
  const [all, part] = [words(phrase), words(value)];
  if (part.length === 0) return undefined;
  for (let at = 0; at + part.length <= all.length; at++) {
    const [first, last] = [all[at], all[at + part.length - 1]];
    if (first && last && part.every(({ word }, index) => all[at + index]?.word === word))
      return { from: first.from, to: last.to };
  }
  return undefined;
}

/** Too common to be a value. */
const common = new Set(
  'the a an and or of to for from in on at by with into as is are be this that it its my your our new all any no not dear hello hi please mr mrs ms'.split(
    ' ',
  ),
);

function longestShared(typed: string, phrase: string): string | undefined {
  const [a, b] = [words(typed), words(phrase)];
  let best: { readonly from: number; readonly to: number; readonly size: number } | undefined;
  for (let i = 0; i < a.length; i++) {
    for (let j = 0; j < b.length; j++) {
      let size = 0;
      while (a[i + size] && a[i + size]?.word === b[j + size]?.word) size += 1;
      const [first, last] = [a[i], a[i + size - 1]];
      const isMeant = a.slice(i, i + size).some(({ word }) => word.length >= 3 && !common.has(word));
      if (first && last && isMeant && size > (best?.size ?? 0)) best = { from: first.from, to: last.to, size };
    }
  }
  return best && typed.slice(best.from, best.to);
}

function slotFor(value: Value, phrase: string, taken: readonly Proposal[]): Slot {
  const type =
    value.kind === 'chosen' ? 'SLOT_TYPE_CHOICE' : value.kind === 'record' ? 'SLOT_TYPE_RECORD' : typeOf(value.text);
  const name = free(nameFor(value, phrase, type), new Set(taken.map(({ slot }) => slot?.name ?? '')));
  return { ...Slots.create({}), name, type, choices: [...value.choices], question: '' };
}

/** Named by its field, by the word before it in the phrase, by its kind. */
function nameFor({ label, text, kind }: Value, phrase: string, type: SlotType): string {
  if (/\b(search|find|query|look\s?up)\b/i.test(label)) return 'query';
  const named = slug(label);
  if (named !== '') return named;
  const place = placeIn(phrase, text);
  const before = place && words(phrase.slice(0, place.from)).at(-1)?.word;
  if (before && !common.has(before) && /^\p{L}{3,}$/u.test(before) && place.from > 0 && !isVerb(before, phrase))
    return before;
  if (before && /^(search|find|google|look)$/.test(before)) return 'query';
  if (kind === 'record') return 'record';
  return kinds[type] ?? 'value';
}

/** The first word of a phrase says what to do. */
const isVerb = (word: string, phrase: string): boolean => words(phrase)[0]?.word === word;

const kinds: Partial<Record<SlotType, string>> = {
  SLOT_TYPE_NUMBER: 'number',
  SLOT_TYPE_DATE: 'date',
  SLOT_TYPE_TIME: 'time',
  SLOT_TYPE_MONEY: 'amount',
  SLOT_TYPE_FILE: 'file',
  SLOT_TYPE_CHOICE: 'choice',
  SLOT_TYPE_TEXT: 'text',
};

const mostNameWords = 3;

/** `Customer name:` -> `customer_name`. */
export const slug = (label: string): string =>
  (
    label
      .normalize('NFKD')
      .replace(/\p{M}/gu, '')
      .toLowerCase()
      .match(/[a-z][a-z0-9]*/g) ?? []
  )
    .slice(0, mostNameWords)
    .join('_');

export function free(name: string, taken: ReadonlySet<string>): string {
  if (!taken.has(name)) return name;
  for (let number = 2; ; number++) if (!taken.has(`${name}_${number}`)) return `${name}_${number}`;
}

const patterns: readonly (readonly [SlotType, RegExp])[] = [
  ['SLOT_TYPE_MONEY', /^([$€£¥]\s?\d[\d.,' ]*|\d[\d.,' ]*\s?([$€£¥]|eur|usd|gbp|chf))$/i],
  ['SLOT_TYPE_TIME', /^\d{1,2}:\d{2}(:\d{2})?(\s?[ap]m)?$/i],
  ['SLOT_TYPE_DATE', /^(\d{4}-\d{1,2}-\d{1,2}|\d{1,2}[./]\d{1,2}[./]\d{2,4}|\d{1,2}\.?\s\p{L}{3,}(\s\d{4})?)$/u],
  ['SLOT_TYPE_NUMBER', /^[+-]?\d+([.,]\d+)?$/],
  ['SLOT_TYPE_FILE', /^(~|\.{0,2})\/\S|^[\w-]+\.(txt|pdf|docx?|xlsx?|csv|png|jpe?g|odt|ods|md|zip)$/i],
];

const typeOf = (text: string): SlotType =>
  patterns.find(([, pattern]) => pattern.test(text.trim()))?.[0] ?? 'SLOT_TYPE_TEXT';

function reasonFor({ kind, label }: Value, likely: boolean): string {
  const where = { typed: 'typed', chosen: 'chosen', record: 'the record that was acted on', name: 'what was clicked' }[
    kind
  ];
  const into = label && kind !== 'record' ? ` ${kind === 'chosen' ? 'from' : 'into'} ${label}` : '';
  return likely ? `${where}${into}, and said in the name` : `${where}${into}; not said in the name`;
}
