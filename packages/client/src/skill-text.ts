import type { Check, Skill, SkillStep, Slot } from '@karna/proto/gen/skill/v1/skill';
import { RememberedTarget, type TargetQuery } from '@karna/proto/gen/target/v1/target';
import type { Step } from '@karna/proto/gen/task/v1/task';
import { word } from '@karna/proto/words';

/** A skill as lines for people, the same for the same skill: what `show` prints and `diff` compares. */
export function skillLines(skill: Skill): string[] {
  return [
    `name: ${skill.name}`,
    ...(skill.domain ? [`about: ${skill.domain}`] : []),
    ...skill.phrases.map((phrase) => `said as: ${phrase}`),
    ...skill.slots.map(slotLine),
    ...skill.steps.flatMap(stepLines),
  ];
}

const slotLine = ({ name, type, optional, choices, defaultValue }: Slot): string => {
  const notes = [
    type.replace('SLOT_TYPE_', '').toLowerCase(),
    optional ? 'optional' : '',
    choices.length > 0 ? `one of ${choices.join(', ')}` : '',
    defaultValue === '' ? '' : `else ${defaultValue}`,
  ];
  return `slot: {${name}} ${notes.filter(Boolean).join(', ')}`;
};

function stepLines(step: SkillStep, index: number): string[] {
  const notes = [
    step.optional ? 'optional' : '',
    step.sensitive ? 'sensitive' : '',
    step.irreversible ? 'asks first' : '',
    step.window?.application ? `in ${step.window.application}` : '',
    step.inverse ? `undone by: ${step.inverse.sentence}` : '',
  ].filter(Boolean);
  return [
    `${index + 1}. ${step.sentence}${notes.length > 0 ? `  (${notes.join(', ')})` : ''}`,
    ...elementLines('element', step.target),
    ...elementLines('to', step.end),
    ...step.alternatives.flatMap((other) => elementLines('or', other)),
    ...step.checks.map((check) => `   then ${checkText(check)}`),
  ];
}

function elementLines(part: string, target: RememberedTarget | undefined): string[] {
  if (!target) return [];
  const name = target.label || target.text;
  const row = target.row?.texts.length ? ` in the row of ${target.row.texts.join(', ')}` : '';
  return [`   ${part}: ${word(target.role, ' ')}${name ? ` "${name}"` : ''}${row} [${fingerprint(target)}]`];
}

/** Another look of the same element is another element to know it by. */
function fingerprint(target: RememberedTarget): string {
  // FNV-1a: it only has to differ, and browsers have no hash that answers at once.
  let hash = 0x811c9dc5;
  for (const byte of RememberedTarget.encode(target).finish()) hash = Math.imul(hash ^ byte, 0x01000193);
  return (hash >>> 0).toString(16).padStart(8, '0');
}

/** Whether a step is done to an element, as it is planned. */
export function needsElement({ action }: Pick<Step, 'action'>): boolean {
  const { $case, value } = action?.verb ?? {};
  if (!value) return false;
  const isAimed = ('target' in value && value.target !== undefined) || ('from' in value && value.from !== undefined);
  return isAimed || $case === 'selectOption';
}

export function checkText({ what }: Check): string {
  if (what?.$case === 'holds') return `the field holds "${what.value}"`;
  if (what?.$case === 'gone') return `${nameOf(what.value)} is gone`;
  return `${nameOf(what?.value)} is there`;
}

const nameOf = (query: TargetQuery | undefined): string =>
  query?.text ? `"${query.text}"` : query ? word(query.role, ' ') : 'something';

/** What it takes to make the second of the first: `  ` kept, `- ` gone, `+ ` new. */
export function lineDiff(before: readonly string[], after: readonly string[]): string[] {
  // Longest common run of lines; skills have some hundred lines at most.
  const common = Array.from({ length: before.length + 1 }, () => new Array<number>(after.length + 1).fill(0));
  const at = (row: number, column: number): number => common[row]?.[column] ?? 0;
  for (let i = before.length - 1; i >= 0; i--) {
    for (let j = after.length - 1; j >= 0; j--) {
      const row = common[i];
      if (row) row[j] = before[i] === after[j] ? at(i + 1, j + 1) + 1 : Math.max(at(i + 1, j), at(i, j + 1));
    }
  }
  const lines: string[] = [];
  for (let i = 0, j = 0; i < before.length || j < after.length; ) {
    if (i < before.length && j < after.length && before[i] === after[j]) {
      lines.push(`  ${before[i]}`);
      i += 1;
      j += 1;
    } else if (j >= after.length || (i < before.length && at(i + 1, j) >= at(i, j + 1))) lines.push(`- ${before[i++]}`);
    else lines.push(`+ ${after[j++]}`);
  }
  return lines;
}
