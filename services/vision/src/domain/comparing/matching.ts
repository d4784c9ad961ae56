import type { Role } from '@karna/proto/gen/target/v1/target';
import { holdsCentre, likenessOfBoxes, moved, union } from '@karna/sight/boxes';
import { isHolder, isMark, isPicture, isPressable } from '../roles.ts';
import type { Element } from '../screen.ts';
import type { Shift } from './shifts.ts';

/** One element before and after. */
export interface Pair {
  readonly before: Element;
  readonly after: Element;
  /** It went elsewhere and shows the same pixels there: what was read otherwise is a slip. */
  readonly isSamePicture: boolean;
}

export interface Matched {
  readonly pairs: readonly Pair[];
  /** Only before. */
  readonly gone: readonly Element[];
  /** Only after. */
  readonly come: readonly Element[];
}

/** Whether what an element shows is, in every pixel, what stood there before a shift. */
export type IsSameShifted = (after: Element, shift: Shift) => boolean;

/** Boxes of one thing in one place overlap at least so far. */
const samePlace = 0.5;

/**
 * Which element before is which after. What stands where it stood and says what it said is the same; then what went a
 * common way; then what stands where something of its kind stood (its text is another), except where all went another
 * way; then what says the same in another place, when only one does.
 */
export function matched(
  before: readonly Element[],
  after: readonly Element[],
  shifts: readonly Shift[],
  isSameShifted: IsSameShifted,
): Matched {
  const pairing = new Pairing(before, after);
  pairing.take((old, now) => (isKin(old, now) && saysSame(old, now) ? likenessOfBoxes(old.box, now.box) : 0));
  const swept = shifts.flatMap((shift) => {
    const isSame = new Map(after.map((now) => [now, isSameShifted(now, shift)] as const));
    const taken = pairing.take(
      (old, now) =>
        isKin(old, now) && (saysSame(old, now) || isSame.get(now))
          ? likenessOfBoxes(moved(old.box, shift.x, shift.y), now.box)
          : 0,
      (now) => isSame.get(now) === true,
    );
    return taken.length > 0 ? [union(taken.flatMap((pair) => [pair.before.box, pair.after.box]))] : [];
  });
  const isSwept = ({ box }: Element) => swept.some((area) => holdsCentre(area, box));
  pairing.take((old, now) => (isKin(old, now) && !isSwept(now) ? likenessOfBoxes(old.box, now.box) : 0));
  pairing.take((old, now) =>
    isHolder(old.role) === isHolder(now.role) && !isSwept(now) ? likenessOfBoxes(old.box, now.box) - surer : 0,
  );
  pairing.takeNamesakes();
  return pairing.result();
}

/** Things of different kinds must overlap so much more to be taken for one. */
const surer = 0.2;

/** The label belongs to what a thing says: a checkbox has nothing else. */
const saysSame = (a: Element, b: Element): boolean => a.text === b.text && (a.text !== '' || a.label === b.label);

/** Roles that the same thing may be given in two looks. */
const isKin = ({ role: a }: Element, { role: b }: Element): boolean =>
  a === b || kinds.some((isOfKind) => isOfKind(a) && isOfKind(b));

const among =
  (...roles: Role[]) =>
  (role: Role): boolean =>
    roles.includes(role);
const kinds: readonly ((role: Role) => boolean)[] = [
  isPressable,
  isPicture,
  isMark,
  among('ROLE_TEXT_FIELD', 'ROLE_TEXT_AREA', 'ROLE_SELECT'),
  among('ROLE_TEXT', 'ROLE_HEADING'),
  among('ROLE_WINDOW', 'ROLE_DIALOG'),
];

class Pairing {
  readonly #before: Set<Element>;
  readonly #after: Set<Element>;
  readonly #pairs: Pair[] = [];

  constructor(before: readonly Element[], after: readonly Element[]) {
    this.#before = new Set(before);
    this.#after = new Set(after);
  }

  /** Pairs up those that are likest, each once. */
  take(likeness: (before: Element, after: Element) => number, isSamePicture = (_: Element) => false): Pair[] {
    const possible = [...this.#before].flatMap((before) =>
      [...this.#after].flatMap((after) => {
        const like = likeness(before, after);
        return like >= samePlace ? [{ before, after, isSamePicture: isSamePicture(after), like }] : [];
      }),
    );
    return possible.sort((a, b) => b.like - a.like).filter((pair) => this.#pair(pair));
  }

  /** What says the same in another place, in about the same size, when only one does. */
  takeNamesakes(): void {
    for (const before of [...this.#before]) {
      const [after, another] = [...this.#after].filter((now) => isNamesake(before, now));
      const [, twin] = after ? [...this.#before].filter((old) => isNamesake(old, after)) : [];
      if (after && !another && !twin) this.#pair({ before, after, isSamePicture: false });
    }
  }

  #pair({ before, after, isSamePicture }: Pair): boolean {
    if (!this.#before.has(before) || !this.#after.has(after)) return false;
    this.#before.delete(before);
    this.#after.delete(after);
    this.#pairs.push({ before, after, isSamePicture });
    return true;
  }

  result(): Matched {
    return { pairs: this.#pairs, gone: [...this.#before], come: [...this.#after] };
  }
}

const isNamesake = (a: Element, b: Element): boolean =>
  a.text !== '' && a.text === b.text && isKin(a, b) && isAlike(a.box.height, b.box.height);

const isAlike = (a: number, b: number): boolean => Math.abs(a - b) <= Math.max(3, 0.25 * Math.max(a, b));
