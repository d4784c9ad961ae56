// How each verb's effect is judged. "Baseline" is the frame taken after the pointer arrived and before the action, so
// that hover effects do not count as effects; what moves by itself far from the target does not count either.
//
// | verb | confirmed | unseen (done, and said so) | otherwise |
// | --- | --- | --- | --- |
// | click, double-click, right-click, drag | the screen changed beyond the baseline, or a window opened, closed, changed its title or became active | a text field that evidently had the keyboard already; a plain click whose place visibly answered the press | effect.missing after `effectMs` |
// | hover | something changed | nothing changed | |
// | type | the field (without a target: what changed) shows the text, as well as the reader can tell | masked field or characters the reader does not know, and the field changed; no field was named, and something else changed: the application made of the keys what it makes of them; only spaces | effect.missing: nothing changed; effect.mismatch: it shows something else |
// | select | the control shows the option; or the radio is on | | effect.missing: the list did not open; target.missing: no such option; effect.mismatch |
// | check, uncheck | the mark is as wanted | the mark cannot be read, and it changed | effect.missing, effect.mismatch |
// | press keys | something changed | nothing changed | |
// | scroll to a target | the target is visible | | target.missing at both ends |
// | scroll by clicks | something changed | nothing changed: the end | |
// | open | a window opened, or one that was there came to the front | | app.not_opened |
// | open an address | a window opened or the page changed | | app.not_opened |
// | wait for | it is there (or gone) | | wait.expired |
// | read out | text was read | | target.missing, effect.missing |
import type { Window } from '@karna/proto/gen/agent/v1/agent';
import type { Box } from '@karna/proto/gen/geometry/v1/geometry';
import type { Verification } from '@karna/proto/gen/task/v1/task';
import type { Element, Line } from '@karna/proto/gen/vision/v1/element';
import { covers, grown, overlaps, union } from './geometry.ts';
import {
  isCutOff,
  isReadable,
  isSameName,
  looksMasked,
  sameTextThreshold,
  similarity,
  similarityOfEnd,
  similarityWithin,
} from './text-match.ts';

/** Why an effect is only believed, or how it was seen; closed, fit for the journal. */
export type Note =
  | 'already_so'
  | 'already_focused'
  | 'answered'
  | 'not_shown'
  | 'masked'
  | 'not_readable'
  | 'nothing_visible'
  | 'nothing_changed'
  | 'window'
  | 'changed'
  | 'read_back'
  | 'scrolled_back'
  | 'end_reached';

/** What came of an action. `missing`: nothing happened; `refuted`: something else did. */
export type Verdict =
  | { readonly kind: 'confirmed' | 'unseen'; readonly note: Note }
  | { readonly kind: 'missing' }
  /** `isCutOff`: the field took only the beginning of the text. */
  | { readonly kind: 'refuted'; readonly isCutOff?: boolean };

export const confirmed = (note: Note): Verdict => ({ kind: 'confirmed', note });
export const unseen = (note: Note): Verdict => ({ kind: 'unseen', note });
export const missing: Verdict = { kind: 'missing' };
export const refuted: Verdict = { kind: 'refuted' };
const cutOff: Verdict = { kind: 'refuted', isCutOff: true };

export const verificationOf = ({ kind }: Verdict): Verification => {
  if (kind === 'confirmed') return 'VERIFICATION_CONFIRMED';
  return kind === 'unseen' ? 'VERIFICATION_UNSEEN' : 'VERIFICATION_REFUTED';
};

/** What was seen around one action. */
export interface Seen {
  readonly target: Box | undefined;
  readonly windowsBefore: readonly Window[];
  readonly windowsAfter: readonly Window[];
  /** Between the planner's frame and the baseline. */
  readonly hover: readonly Box[];
  /** Between the baseline and afterwards. */
  readonly changes: readonly Box[];
}

/** Agents report changes in squares of this size (px): boxes of the same thing may differ by as much. */
const tilePx = 16;

/** What changed beyond the baseline: what moved by itself, away from the target, before the action is left out. */
export function effectsOf({ target, hover, changes }: Seen): Box[] {
  const near = target && grown(target, 2 * tilePx);
  const restless = hover.filter((box) => !near || !overlaps(box, near)).map((box) => grown(box, tilePx));
  return changes.filter((change) => !restless.some((box) => covers(box, change)));
}

/** How a click, a drag or a key chord is judged. */
export function changeVerdict(seen: Seen): Verdict {
  if (windowsChanged(seen.windowsBefore, seen.windowsAfter)) return confirmed('window');
  return effectsOf(seen).length > 0 ? confirmed('changed') : missing;
}

export const openedWindow = (before: ReadonlySet<string>, after: readonly Window[]): boolean =>
  after.some(({ id }) => !before.has(id));

export const windowIds = (windows: readonly Window[]): ReadonlySet<string> => new Set(windows.map(({ id }) => id));

/** Opened, closed, renamed, minimised, or another one became active. */
export function windowsChanged(before: readonly Window[], after: readonly Window[]): boolean {
  if (before.length !== after.length) return true;
  const were = new Map(before.map((window) => [window.id, window]));
  return after.some((window) => {
    const was = were.get(window.id);
    return !was || was.title !== window.title || was.active !== window.active || was.minimized !== window.minimized;
  });
}

/** A caret is at most so wide and high (px, in the agent's squares). */
const caretPx = { width: 2 * tilePx, height: 4 * tilePx };

/** Whether only a caret blinked inside the box: then the field has the keyboard. */
export const caretSeen = (changes: readonly Box[], field: Box): boolean =>
  changes.some(
    (box) =>
      box.width <= caretPx.width &&
      box.width < field.width / 2 &&
      box.height <= caretPx.height &&
      covers(grown(field, tilePx), box),
  );

export const isTextInput = (element: Element | undefined): boolean =>
  element?.role === 'ROLE_TEXT_FIELD' || element?.role === 'ROLE_TEXT_AREA';

/** A field whose content is not to be seen, by its name. */
export const isSecret = (...names: readonly string[]): boolean =>
  names.some((name) => /\b(pass(word|phrase|code)|pin|secret)\b/i.test(name));

export interface Typed {
  readonly text: string;
  /** The field was to show this text alone. */
  readonly replace: boolean;
  /** What was read in the field, or where something changed. */
  readonly lines: readonly Line[];
  readonly field: Box | undefined;
  readonly secret: boolean;
  /** Something changed in the field (without one: anywhere) beyond the baseline. */
  readonly changed: boolean;
}

export function typedVerdict(typed: Typed): Verdict {
  const { text, lines, secret, changed } = typed;
  if (text.trim() === '') return unseen('nothing_visible');
  const read = lines.map((line) => line.text).join(' ');
  if (!secret && typed.replace && isCutOff(text, read)) return cutOff;
  if (!secret && showsText(typed)) return changed || typed.replace ? confirmed('read_back') : missing;
  if (!changed) return missing;
  if (secret || looksMasked(read, text)) return unseen('masked');
  return isReadable(text) ? refuted : unseen('not_readable');
}

function showsText({ text, replace, lines, field }: Typed): boolean {
  const read = lines.map((line) => line.text).join(' ');
  if (read.trim() === '') return false;
  const likeness = replace
    ? Math.max(similarity(text, read), ...lines.map((line) => similarity(text, line.text))) // a label may float inside
    : similarityWithin(text, read);
  if (likeness >= sameTextThreshold) return true;
  return field !== undefined && fills(lines, field) && similarityOfEnd(read, text) >= sameTextThreshold;
}

/** Whether the text goes to the field's edges, so that it may show only the end of it. */
function fills(lines: readonly Line[], field: Box): boolean {
  const inked = union(lines.flatMap(({ box }) => (box ? [box] : [])));
  if (!inked) return false;
  return lines.length > 1 ? inked.height >= 0.6 * field.height : inked.width >= 0.8 * field.width;
}

/** How a field that was to be emptied is judged, from what it showed before and shows now. */
export function emptiedVerdict(before: string, after: string, changed: boolean): Verdict {
  if (after.trim() === '') return confirmed('read_back');
  if (similarity(before, after) >= sameTextThreshold) return changed ? refuted : missing;
  // Something else than before: the placeholder. The old text with a piece missing is not that.
  return similarityWithin(after, before) >= sameTextThreshold ? refuted : confirmed('read_back');
}

/** Whether a control shows the option, and none of the others more. */
export function showsOption(read: string, option: string, others: readonly string[] = []): boolean {
  if (isSameName(read, option)) return true;
  const likeness = similarity(read, option);
  const rivals = others.filter((other) => !isSameName(other, option));
  return (
    rivals.length > 0 && likeness >= sameTextThreshold && rivals.every((other) => similarity(read, other) < likeness)
  );
}

/** How a checkbox, radio or switch is judged once it was clicked. `changed`: inside the box. */
export function checkedVerdict(element: Element | undefined, wanted: boolean, changed: boolean): Verdict {
  const state = element?.checked ?? 'CHECKED_STATE_UNSPECIFIED';
  if (state === 'CHECKED_STATE_UNSPECIFIED') return changed ? unseen('not_readable') : missing;
  if ((state === 'CHECKED_STATE_ON') === wanted) return confirmed('read_back');
  return changed ? refuted : missing;
}
