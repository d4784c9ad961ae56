// What each gesture was for: clicks that only gave a field the keyboard, corrections, choices, ticks, programs opened.
import type { Point } from '@karna/proto/gen/geometry/v1/geometry';
import type { MouseButton } from '@karna/proto/gen/intent/v1/intent';
import type { ActWindow } from '@karna/proto/gen/recording/v1/recording';
import type { RememberedTarget, Role } from '@karna/proto/gen/target/v1/target';
import type { Element } from '@karna/proto/gen/vision/v1/element';
import { typedText, unknownCharacter } from '@karna/proto/keys';
import { contains } from '../geometry.ts';
import { isSameName } from '../text-match.ts';
import { addressIn, isBrowser } from './addresses.ts';
import { type Gesture, isSwitch, isTerminal, type Press, type Span, type Typing } from './gestures.ts';

/** What vision saw at a place. */
export interface Sight {
  readonly target: RememberedTarget;
  readonly element: Element;
  /** Beyond doubt on its own picture. */
  readonly unique: boolean;
}

/** What stands there once all is done: for ticks and selects. */
export interface Looked {
  readonly sight: Sight | undefined;
  /** Where a drag ended. */
  readonly end?: Sight | undefined;
  /** The same place in the picture after it. */
  readonly later?: Sight | undefined;
  /** The place of the gesture before it, in the picture after this one. */
  readonly previousLater?: Sight | undefined;
}

export type Purpose = Span &
  (
    | {
        readonly kind: 'click';
        readonly sight: Sight | undefined;
        readonly at: Point;
        readonly button: MouseButton;
        readonly count: number;
      }
    | {
        readonly kind: 'type';
        readonly sight: Sight | undefined;
        readonly text: string;
        readonly replace: boolean;
        readonly isSecret: boolean;
        /** Keys that brought the keyboard there; not needed when the field is known. */
        readonly reachedBy: readonly string[];
      }
    | { readonly kind: 'choose'; readonly sight: Sight; readonly option: string; readonly was: string }
    | { readonly kind: 'check'; readonly sight: Sight; readonly isChecked: boolean }
    | { readonly kind: 'press'; readonly chords: readonly string[] }
    | { readonly kind: 'scroll'; readonly right: number; readonly down: number; readonly to: Sight | undefined }
    | { readonly kind: 'open'; readonly application: string }
    | { readonly kind: 'visit'; readonly address: string }
    | { readonly kind: 'drag'; readonly sight: Sight | undefined; readonly end: Sight | undefined }
  );

export interface Understood {
  readonly purposes: readonly Purpose[];
  /** What was left out, for people. */
  readonly notes: readonly string[];
}

export const fields: readonly Role[] = ['ROLE_TEXT_FIELD', 'ROLE_TEXT_AREA'];
const opensList: readonly Role[] = ['ROLE_SELECT', 'ROLE_TEXT_FIELD', 'ROLE_BUTTON'];
const ticked: readonly Role[] = ['ROLE_CHECKBOX', 'ROLE_SWITCH'];

/** Whether these two presses may be the opening of a list and a choice in it: then the first place is worth a second look. */
export const mayChoose = (first: Sight | undefined, second: Sight | undefined): boolean =>
  first !== undefined &&
  second !== undefined &&
  opensList.includes(first.element.role) &&
  nameOf(second) !== '' &&
  first.element.id !== second.element.id;

/** Whether the state of the thing is worth a look after it was pressed. */
export const mayCheck = (sight: Sight | undefined): boolean =>
  sight !== undefined && ticked.includes(sight.element.role);

/** `looked`: what vision saw, for each gesture. */
export function purposesOf(gestures: readonly Gesture[], looked: readonly Looked[]): Understood {
  const reading = new Reading(gestures, looked);
  return reading.all();
}

class Reading {
  readonly #gestures: readonly Gesture[];
  readonly #looked: readonly Looked[];
  readonly #purposes: Purpose[] = [];
  readonly #notes: string[] = [];

  constructor(gestures: readonly Gesture[], looked: readonly Looked[]) {
    this.#gestures = gestures;
    this.#looked = looked;
  }

  all(): Understood {
    for (let at = 0; at < this.#gestures.length; ) at = this.#take(at);
    return { purposes: this.#purposes, notes: this.#notes };
  }

  /** Takes the purpose that begins here; answers where the next one does. */
  #take(at: number): number {
    const gesture = this.#gestures[at];
    if (!gesture) return at + 1;
    return (
      this.#opening(at) ??
      this.#visiting(at) ??
      this.#typing(at) ??
      this.#choosing(at) ??
      this.#leftOut(at, gesture) ??
      this.#plain(at, gesture)
    );
  }

  #sight(at: number): Sight | undefined {
    return this.#looked[at]?.sight;
  }

  #add(purpose: Purpose, next: number): number {
    this.#purposes.push(purpose);
    return next;
  }

  /** Panels, menus and launchers that end in a new program's window. */
  #opening(at: number): number | undefined {
    for (let end = at; end < Math.min(this.#gestures.length, at + mostForOpening); end++) {
      const gesture = this.#gestures[end];
      if (!gesture || !isLaunching(gesture, end === at)) return undefined;
      const [opened] = gesture.opened.filter(({ application }) => application !== '' && !isLauncher(application));
      if (opened) {
        const span = spanOf(this.#gestures.slice(at, end + 1));
        return this.#add({ ...span, window: undefined, kind: 'open', application: opened.application }, end + 1);
      }
    }
    return undefined;
  }

  /** Typed into the address line of a browser, and sent. */
  #visiting(at: number): number | undefined {
    let end = at;
    const first = this.#gestures[at];
    if (!first || !isBrowser(first.window)) return undefined;
    const isShortcut = first.kind === 'chord' && /^(Control\+l|F6|Alt\+d)$/.test(first.chord);
    const isClicked = first.kind === 'press' && isInAddressLine(first);
    if (isShortcut || isClicked) end = this.#past(at + 1, (next) => isPreparing(next, first, this.#sight(at)));
    const typing = this.#gestures[end];
    const sent = this.#gestures[end + 1];
    if (typing?.kind !== 'typing' || typing.isSecret || sent?.kind !== 'chord' || sent.chord !== 'Enter')
      return undefined;
    if (!isShortcut && !isClicked) return undefined;
    const address = addressIn(typedText(typing.keys).text);
    if (address === undefined) return undefined;
    return this.#add({ ...spanOf(this.#gestures.slice(at, end + 2)), kind: 'visit', address }, end + 2);
  }

  /** A field is given the keyboard, perhaps emptied, and written into: one thing. */
  #typing(at: number): number | undefined {
    const first = this.#gestures[at];
    if (!first) return undefined;
    const sight = this.#sight(at);
    const isInField = first.kind === 'press' && first.button === 'MOUSE_BUTTON_LEFT' && isField(sight);
    const isMarked = first.kind === 'drag' && isField(sight) && isWithin(first.to, sight);
    const isReached = isFocusKey(first);
    let end = at;
    let replace = false;
    let erased = 0;
    if (isInField || isMarked || isReached) {
      replace = isMarked || (first.kind === 'press' && first.count >= 2) || isSelectAll(first);
      end = this.#past(at + 1, (next) => {
        if (!isPreparing(next, first, sight)) return false;
        if (isSelectAll(next) || (next.kind === 'press' && next.count >= 2)) replace = true;
        if (next.kind === 'chord' && isErasing(next.chord)) erased += next.count;
        return true;
      });
    }
    const typing = this.#gestures[end];
    if (typing?.kind !== 'typing') return undefined;
    const [text, last] = this.#lines(end, typing, sight);
    const before = sight?.element.text ?? '';
    erased += typedText(typing.keys).erased;
    const span = spanOf(this.#gestures.slice(at, last));
    const reachedBy = this.#gestures
      .slice(at, end)
      .flatMap((one) => (isFocusKey(one) && one.kind === 'chord' ? times(one) : []));
    if (text === '' && !typing.isSecret) {
      this.#notes.push('Typing that was taken back was left out.');
      return last;
    }
    const isEmptied = before !== '' && erased >= [...before].length;
    return this.#add(
      {
        ...span,
        // The keyboard was in a place that was not shown: the keys before it belong to the field only if that is known.
        kind: 'type',
        sight: isInField || isMarked ? sight : undefined,
        text,
        replace: replace || isEmptied,
        isSecret: typing.isSecret,
        reachedBy,
      },
      last,
    );
  }

  /** In a large field Enter begins a new line. */
  #lines(at: number, first: Typing, sight: Sight | undefined): [string, number] {
    let text = typedText(first.keys).text;
    let last = at + 1;
    const isLarge = sight?.element.role === 'ROLE_TEXT_AREA' && !isTerminal(first.window);
    while (isLarge) {
      const enter = this.#gestures[last];
      const more = this.#gestures[last + 1];
      if (enter?.kind !== 'chord' || enter.chord !== 'Enter' || more?.kind !== 'typing' || more.isSecret) break;
      text += '\n'.repeat(enter.count) + typedText(more.keys).text;
      last += 2;
    }
    return [text, last];
  }

  #choosing(at: number): number | undefined {
    const [first, second] = [this.#gestures[at], this.#gestures[at + 1]];
    const [sight, option] = [this.#sight(at), this.#sight(at + 1)];
    if (first?.kind !== 'press' || second?.kind !== 'press' || !sight || !option) return undefined;
    if (!isPlainPress(first) || !isPlainPress(second) || !mayChoose(sight, option)) return undefined;
    const shown = this.#looked[at + 1]?.previousLater?.element.text ?? '';
    const isTaken = shown !== '' && isSameName(shown, nameOf(option)) && !isSameName(sight.element.text, shown);
    const isSelect = sight.element.role === 'ROLE_SELECT' && (shown === '' || isSameName(shown, nameOf(option)));
    if (!isTaken && !isSelect) return undefined;
    const span = spanOf([first, second]);
    return this.#add({ ...span, kind: 'choose', sight, option: nameOf(option), was: sight.element.text }, at + 2);
  }

  #leftOut(at: number, gesture: Gesture): number | undefined {
    const next = this.#gestures[at + 1];
    const isElsewhere = next !== undefined && next.window?.application !== gesture.window?.application;
    if (
      isSwitch(gesture) ||
      (gesture.kind === 'press' && !gesture.window && isElsewhere && gesture.opened.length === 0)
    ) {
      this.#notes.push('A switch of windows was left out: the right window is found by itself.');
      return at + 1;
    }
    if (gesture.kind !== 'press') return undefined;
    const isSilent = gesture.before !== '' && gesture.before === gesture.after && gesture.opened.length === 0;
    if (isSilent && !this.#sight(at)) {
      this.#notes.push('A click on nothing was left out.');
      return at + 1;
    }
    const isRepeated = next?.kind === 'press' && isPlainPress(gesture) && isWithin(next.at, this.#sight(at));
    if (isSilent && isRepeated) {
      this.#notes.push('A click that did nothing and was repeated was left out.');
      return at + 1;
    }
    return undefined;
  }

  #plain(at: number, gesture: Gesture): number {
    const sight = this.#sight(at);
    switch (gesture.kind) {
      case 'press': {
        const later = this.#looked[at]?.later?.element.checked;
        if (isPlainPress(gesture) && sight && mayCheck(sight) && later && later !== 'CHECKED_STATE_UNSPECIFIED') {
          return this.#add({ ...gesture, kind: 'check', sight, isChecked: later === 'CHECKED_STATE_ON' }, at + 1);
        }
        return this.#add({ ...gesture, kind: 'click', sight }, at + 1);
      }
      case 'drag':
        return this.#add({ ...gesture, kind: 'drag', sight, end: this.#looked[at]?.end }, at + 1);
      case 'scroll':
        return this.#add({ ...gesture, kind: 'scroll', to: this.#sight(at + 1) }, at + 1);
      case 'chord':
        if (gesture.chord.includes(unknownCharacter)) {
          this.#notes.push(
            'Keys were pressed together of which one cannot be told: a replay halts there. Take it out.',
          );
        }
        return this.#add({ ...gesture, kind: 'press', chords: times(gesture) }, at + 1);
      case 'typing':
        throw new Error('typing is a purpose of its own');
      default: {
        const nothing: never = gesture;
        return nothing;
      }
    }
  }

  #past(from: number, isPart: (gesture: Gesture) => boolean): number {
    let at = from;
    for (let next = this.#gestures[at]; next && isPart(next); next = this.#gestures[at]) at += 1;
    return at;
  }
}

/** A menu, its submenu and the entry; or a launcher's key, a name and Enter. */
const mostForOpening = 5;
const launchers = /panel|plank|tint2|rofi|dmenu|gnome-shell|plasmashell|lxqt-runner|xfce4-appfinder|ulauncher|albert/i;
const isLauncher = (application: string): boolean => launchers.test(application);
const isOutside = (window: ActWindow | undefined): boolean => !window || isLauncher(window.application);

function isLaunching(gesture: Gesture, isFirst: boolean): boolean {
  if (gesture.kind === 'press') return isOutside(gesture.window);
  if (gesture.kind === 'chord' && isFirst) return /^(Super|Alt\+F2|Super\+\w)$/.test(gesture.chord);
  return !isFirst && (gesture.kind === 'typing' || (gesture.kind === 'chord' && gesture.chord === 'Enter'));
}

/** The upper edge of a browser's window holds its address (px). */
const addressLinePx = 110;
const isInAddressLine = ({ at, window }: Press): boolean => at.y - (window?.box?.y ?? 0) < addressLinePx;

const isField = (sight: Sight | undefined): boolean => sight !== undefined && fields.includes(sight.element.role);
const isWithin = (at: Point, sight: Sight | undefined): boolean =>
  sight?.element.box !== undefined && contains(sight.element.box, at);
const isPlainPress = ({ button, count, modifiers }: Press): boolean =>
  button === 'MOUSE_BUTTON_LEFT' && count === 1 && modifiers.length === 0;
const isSelectAll = (gesture: Gesture): boolean => gesture.kind === 'chord' && gesture.chord === 'Control+a';
const isErasing = (chord: string): boolean => chord === 'Backspace' || chord === 'Delete';
const isFocusKey = (gesture: Gesture): boolean =>
  gesture.kind === 'chord' && (/^(Shift\+)?Tab$/.test(gesture.chord) || gesture.chord === 'Control+a');

/** Between the focus and the typing: the same field again, all of it marked, what stood there taken away. */
function isPreparing(gesture: Gesture, first: Gesture, sight: Sight | undefined): boolean {
  if (gesture.gap) return false;
  if (gesture.kind === 'press') {
    return gesture.button === 'MOUSE_BUTTON_LEFT' && first.kind === 'press' && isWithin(gesture.at, sight);
  }
  if (gesture.kind !== 'chord') return false;
  return isSelectAll(gesture) || isErasing(gesture.chord) || /^(Home|End|Shift\+Home|Shift\+End)$/.test(gesture.chord);
}

const times = ({ chord, count }: { readonly chord: string; readonly count: number }): string[] =>
  new Array<string>(Math.max(1, count)).fill(chord);

/** What a thing is called. */
export const nameOf = ({ element: { text, label, role } }: Sight): string =>
  fields.includes(role) ? label || text : text || label;

function spanOf(gestures: readonly Gesture[]): Span {
  const [first, last] = [gestures[0], gestures.at(-1)];
  if (!first || !last) throw new Error('a purpose without gestures');
  return {
    firstAct: first.firstAct,
    lastAct: last.lastAct,
    window: first.window,
    before: first.before,
    after: last.after,
    opened: gestures.flatMap(({ opened }) => opened),
    closed: last.closed,
    gap: first.gap,
  };
}
