import { actText, checkText, needsElement, rulingText } from '@karna/client';
import type { Draft, DraftStep, Proposal } from '@karna/proto/gen/recording/v1/draft';
import type { Act, Recording } from '@karna/proto/gen/recording/v1/recording';
import type { Step } from '@karna/proto/gen/task/v1/task';
import { word } from '@karna/proto/words';

/** A draft for people: its words, its steps with what is doubtful, and the values that may become slots. */
export function draftLines(draft: Draft): string[] {
  return [
    `draft: ${draft.id}  (version ${draft.version}: ${draft.change})`,
    `name: ${draft.name}`,
    ...draft.phrases.map((phrase) => `said as: ${phrase}`),
    ...draft.slots.map(({ name, type }) => `slot: {${name}} ${kindOf(type)}`),
    ...draft.steps.flatMap(stepLines),
    ...draft.notes.map((note) => `note: ${note}`),
    ...draft.proposals.map(proposalLine),
  ];
}

function stepLines({ step, doubts }: DraftStep, index: number): string[] {
  if (!step) return [];
  const notes = [
    step.optional ? 'optional' : '',
    step.sensitive ? 'sensitive' : '',
    step.irreversible ? 'asks first' : '',
    step.window?.application ? `in ${step.window.application}` : '',
  ].filter(Boolean);
  const row = step.target?.row?.texts.length ? [`   in the row of ${step.target.row.texts.join(', ')}`] : [];
  return [
    `${index + 1}. ${step.sentence}${notes.length > 0 ? `  (${notes.join(', ')})` : ''}`,
    ...row,
    ...step.checks.map((check) => `   then ${checkText(check)}`),
    ...doubts.map((doubt) => `   ! ${doubt}`),
  ];
}

/** `p1 {query} = "cats" (text): typed into Search, and said in the name`. */
export const proposalLine = ({ id, slot, value, reason, likely }: Proposal): string =>
  `${likely ? 'proposed' : 'possible'}: ${id} {${slot?.name ?? ''}} = "${value}" (${kindOf(slot?.type ?? '')}): ${reason}`;

const kindOf = (type: string): string => type.replace('SLOT_TYPE_', '').toLowerCase();

/** One act as it happens: `3  type "cats"   Chromium`. Secrets are not among what is told. */
export function actLine({ number, what, window, gap }: Act): string {
  const where = window?.application ? `   ${window.application}` : '';
  return `${gap ? '(something may be missing) ' : ''}${String(number).padStart(3)}  ${actText(what)}${where}`;
}

export const recordingLine = ({ name, state, acts }: Recording): string =>
  `"${name}": ${word(state)}, ${acts} act${acts === 1 ? '' : 's'}`;

/** `2. Click Save: at 420,96, 98 % sure`; where an element that it needs is not on the screen, that; then what the rules say of it. */
export function testLines(step: Step, index: number): string[] {
  const { sentence, targetBox, confidence } = step;
  const place = targetBox
    ? `at ${targetBox.x},${targetBox.y}, ${Math.round(confidence * 100)} % sure`
    : needsElement(step)
      ? 'not beyond doubt on the screen now'
      : 'needs no element';
  return [`${index + 1}. ${sentence}: ${place}`, ...step.rulings.map((ruling) => `   ! ${rulingText(ruling)}`)];
}
