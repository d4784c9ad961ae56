// Acts as they were recorded, put together as far as that needs no look at the pictures.
import type { Point } from '@karna/proto/gen/geometry/v1/geometry';
import type { MouseButton } from '@karna/proto/gen/intent/v1/intent';
import type { Act, ActWindow } from '@karna/proto/gen/recording/v1/recording';
import { typedText } from '@karna/proto/keys';

/** What all gestures have. */
export interface Span {
  readonly firstAct: number;
  readonly lastAct: number;
  readonly window: ActWindow | undefined;
  /** SHA-256 (hex); empty: no picture. */
  readonly before: string;
  readonly after: string;
  /** Windows that came with it. */
  readonly opened: readonly ActWindow[];
  /** Its window went with it. */
  readonly closed: boolean;
  /** Acts may be missing before it. */
  readonly gap: boolean;
}

export type Gesture = Span &
  (
    | {
        readonly kind: 'press';
        readonly at: Point;
        readonly button: MouseButton;
        readonly count: number;
        readonly modifiers: readonly string[];
      }
    | { readonly kind: 'drag'; readonly from: Point; readonly to: Point }
    | { readonly kind: 'scroll'; readonly right: number; readonly down: number }
    | { readonly kind: 'chord'; readonly chord: string; readonly count: number }
    | { readonly kind: 'typing'; readonly keys: readonly string[]; readonly isSecret: boolean }
  );

export type Typing = Extract<Gesture, { kind: 'typing' }>;
export type Press = Extract<Gesture, { kind: 'press' }>;

const terminal = /term|konsole|^(u?rxvt|st|alacritty|kitty|foot|tilix|terminator|wezterm|ghostty)$/i;
export const isTerminal = (window: ActWindow | undefined): boolean => terminal.test(window?.application ?? '');

/** What the recording shows, without what belongs to the recording itself. */
export function gesturesOf(acts: readonly Act[]): Gesture[] {
  const gestures = acts.flatMap((act, index) => gestureOf(act, acts[index + 1]) ?? []);
  return withoutEnding(joined(gestures));
}

function gestureOf(act: Act, next: Act | undefined): Gesture | undefined {
  const { number, window, before, opened, closed, gap, what } = act;
  // The screen may have gone on changing until the next act began.
  const after = next && !next.gap && next.before !== '' ? next.before : act.after;
  const span: Span = { firstAct: number, lastAct: number, window, before, after, opened, closed, gap };
  switch (what?.$case) {
    case 'pressed': {
      const { at, button, count, modifiers } = what.value;
      return at && { ...span, kind: 'press', at, button, count, modifiers };
    }
    case 'dragged': {
      const { from, to } = what.value;
      return from && to && { ...span, kind: 'drag', from, to };
    }
    case 'scrolled':
      return { ...span, kind: 'scroll', right: what.value.right, down: what.value.down };
    case 'chord':
      return { ...span, kind: 'chord', chord: what.value.chord, count: what.value.count };
    case 'typed':
      return { ...span, kind: 'typing', keys: what.value.keys, isSecret: what.value.secret };
    case undefined:
      return undefined; // of a newer agent
    default: {
      const nothing: never = what;
      return nothing;
    }
  }
}

/** Typing that paused is one, with its corrections; wheel turns add up, and nothing is left of those that came back. */
function joined(gestures: readonly Gesture[]): Gesture[] {
  const all: Gesture[] = [];
  for (const gesture of gestures) {
    const last = all.at(-1);
    const one = last && together(last, gesture);
    if (one) all.splice(-1, 1, one);
    else all.push(gesture);
  }
  return all.filter((gesture) => gesture.kind !== 'scroll' || gesture.right !== 0 || gesture.down !== 0);
}

function together(a: Gesture, b: Gesture): Gesture | undefined {
  const span = { lastAct: b.lastAct, after: b.after, opened: [...a.opened, ...b.opened], closed: b.closed };
  if (b.gap || a.window?.application !== b.window?.application) return undefined;
  if (a.kind === 'typing' && b.kind === 'typing' && a.isSecret === b.isSecret) {
    return { ...a, ...span, keys: [...a.keys, ...b.keys] };
  }
  if (a.kind === 'typing' && b.kind === 'chord' && (b.chord === 'Backspace' || b.chord === 'Delete')) {
    const keys = a.isSecret ? [] : [...a.keys, ...new Array<string>(b.count).fill(b.chord)];
    return { ...a, ...span, keys };
  }
  if (a.kind === 'scroll' && b.kind === 'scroll')
    return { ...a, ...span, right: a.right + b.right, down: a.down + b.down };
  return undefined;
}

/** `karna teach stop`, typed on the desktop that is taught, is not part of what is taught. */
function withoutEnding(gestures: readonly Gesture[]): Gesture[] {
  const ending = gestures.findLastIndex(
    (gesture) =>
      gesture.kind === 'typing' &&
      isTerminal(gesture.window) &&
      /\bteach\s+(stop|pause)\b/.test(typedText(gesture.keys).text),
  );
  const isLast = ending >= 0 && gestures.slice(ending + 1).every((gesture) => gesture.kind === 'chord');
  if (!isLast) return [...gestures];
  const kept = gestures.slice(0, ending);
  // The way to the terminal: a click into it, or a switch of windows.
  while (kept.length > 0) {
    const last = kept.at(-1);
    const isWay = last && (isTerminal(last.window) || isSwitch(last));
    if (!isWay) break;
    kept.pop();
  }
  return kept;
}

/** Changes from one window to another; whoever replays it finds the window by itself. */
export const isSwitch = (gesture: Gesture): boolean =>
  gesture.kind === 'chord' && /^(Alt|Super)\+(Shift\+)?Tab$/.test(gesture.chord);
