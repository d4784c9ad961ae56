// What a step's effect is known by. Few and sure: a check that fails for no reason stops a task for no reason.
import type { Box, Point } from '@karna/proto/gen/geometry/v1/geometry';
import type { Check } from '@karna/proto/gen/skill/v1/skill';
import type { Role, TargetQuery } from '@karna/proto/gen/target/v1/target';
import type { Change, Element } from '@karna/proto/gen/vision/v1/element';
import { centre, contains, distance } from '../geometry.ts';
import type { Purpose } from './purposes.ts';

/** Longer texts are read wrong somewhere; longer ones in a field are not all to be seen (characters). */
const mostCharacters = 60;
/** Text that came so near to where was pressed is what shows under a pointer (px). */
const tooltipPx = 90;

/** What is known besides what changed. */
export interface Around {
  /** What was typed so far: a line that says it again may be the field that holds it. */
  readonly written?: readonly string[];
  /** Where the next step acts: what is near it has to be in sight then, too. */
  readonly next?: Box | undefined;
}

/** A new dialog or heading (that is not what was typed: it is a value, and no heading of the application), a dialog that is gone, a new line of words; the text itself of what was typed. */
export function checksFor(purpose: Purpose, changes: readonly Change[], { written = [], next }: Around = {}): Check[] {
  if (purpose.kind === 'type') return typed(purpose);
  if (purpose.kind === 'check' || purpose.kind === 'choose') return []; // whoever does it reads it back
  // What was behind a window that went is no effect: it was there, and another time it may be anything.
  const appeared = purpose.closed
    ? []
    : changes.flatMap(({ kind, after }) => (kind === 'CHANGE_KIND_APPEARED' && after ? [after] : []));
  const own = appeared.filter((one) => isInOwnWindow(purpose, one));
  const came = next ? own.sort((a, b) => wayTo(next, a) - wayTo(next, b)) : own;
  const isWritten = ({ text }: Element) => written.some((one) => one.toLowerCase().includes(text.trim().toLowerCase()));
  const went = changes.flatMap(({ kind, before }) => (kind === 'CHANGE_KIND_DISAPPEARED' && before ? [before] : []));
  const found =
    checkOf('appears', named(came, 'ROLE_DIALOG')) ??
    checkOf(
      'appears',
      named(
        came.filter((one) => !isWritten(one)),
        'ROLE_HEADING',
      ),
    ) ??
    checkOf('gone', named(went, 'ROLE_DIALOG')) ??
    checkOf('appears', message(purpose, came, written));
  return found ? [found] : [];
}

function typed({ text, isSecret, sight, replace }: Extract<Purpose, { kind: 'type' }>): Check[] {
  const isWhole = replace || (sight?.element.text ?? '') === '';
  const isShown =
    sight !== undefined && !isSecret && isWhole && !text.includes('\n') && [...text].length <= mostCharacters;
  return isShown ? [{ what: { $case: 'holds', value: text }, limitMs: 0 }] : [];
}

/** In the window that was acted in, or in one that opened: beside these, other programs are seen, and what a new window left of them. */
function isInOwnWindow({ window, opened }: Purpose, { box }: Element): boolean {
  const own = [window, ...opened].flatMap((one) => one?.box ?? []);
  return own.length === 0 || !box || own.some((each) => contains(each, centre(box)));
}

const wayTo = (place: Box, { box }: Element): number =>
  box ? distance(centre(box), centre(place)) : Number.POSITIVE_INFINITY;

const named = (elements: readonly Element[], role: Role): Element | undefined =>
  elements.find((element) => element.role === role && isWords(element.text) && !isCaption(element.text));

/** Of a field, in whatever type. */
const isCaption = (text: string): boolean => text.trimEnd().endsWith(':');

/** Words, and nothing that is another one the next time: no figures, times or amounts. */
const isWords = (text: string): boolean =>
  [...text].length <= mostCharacters && (text.match(/\p{L}/gu)?.length ?? 0) >= 4 && !/\d/.test(text);

/** A line of words that came, away from the pointer and from what was typed. */
function message(purpose: Purpose, came: readonly Element[], written: readonly string[]): Element | undefined {
  if (purpose.kind !== 'click' && purpose.kind !== 'press') return undefined;
  const at = purpose.kind === 'click' ? purpose.at : undefined;
  const lines = came.filter(({ role }) => role === 'ROLE_TEXT');
  const isTyped = (text: string) => written.some((one) => one !== '' && text.toLowerCase().includes(one.toLowerCase()));
  return lines.find(({ text, box }) => isWords(text) && !isTyped(text) && !isNear(box, at));
}

const isNear = (box: Box | undefined, at: Point | undefined): boolean =>
  box !== undefined &&
  at !== undefined &&
  distance({ x: clamp(at.x, box.x, box.width), y: clamp(at.y, box.y, box.height) }, at) < tooltipPx;

const clamp = (value: number, start: number, size: number): number => Math.min(Math.max(value, start), start + size);

function checkOf(kind: 'appears' | 'gone', element: Element | undefined): Check | undefined {
  if (!element) return undefined;
  const role = element.role === 'ROLE_TEXT' ? 'ROLE_UNSPECIFIED' : element.role;
  const value: TargetQuery = { text: element.text, role, ordinal: 0, relation: undefined, exact: false };
  return { what: { $case: kind, value }, limitMs: 0 };
}
