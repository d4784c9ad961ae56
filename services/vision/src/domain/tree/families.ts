import { centreY } from '@karna/sight/boxes';
import { isField, isMark, isPicture, isWritten } from '../roles.ts';
import type { Element } from '../screen.ts';
import { edges, type Track } from './tracks.ts';

/** What stands at the same place of every record of a list: its names, its amounts, its Edit buttons. */
export interface Family {
  readonly kind: Kind;
  readonly members: readonly Member[];
}
export interface Member {
  readonly element: Element;
  /** In which period of the list it stands: 0 is that of the track's first member. */
  readonly period: number;
  /** From the middle of the track's member of that period (px, within half a pitch). */
  readonly offset: number;
}
export type Kind = 'text' | 'field' | 'mark' | 'picture' | 'pressable';

/** In line heights: how far things of one family may be out of line. */
const slack = { across: 0.3, along: 0.22 };
/** Every record has it, but for what was not seen in one of four. */
const leastPresent = 0.75;
/** A column that goes on for so many records before or after the list is another list's... */
const foreign = 2;
/** ...and so is one where more than this share of what stands in it keeps to another pitch. */
const mostStrays = 0.34;

export function kindOf({ role }: Element): Kind {
  if (isField(role)) return 'field';
  if (isMark(role)) return 'mark';
  if (isPicture(role)) return 'picture';
  return isWritten(role) || role === 'ROLE_LINK' ? 'text' : 'pressable';
}

/** Everything that repeats at the pitch of a track, by where in the record it stands. */
export function familiesAlong(track: Track, elements: readonly Element[], unit: number): Family[] {
  const families: { kind: Kind; members: Member[] }[] = [];
  for (const element of elements) {
    const member = placed(element, track);
    const family = families.find(({ kind, members: [first] }) => kind === kindOf(element) && isLike(member, first));
    if (family) family.members.push(member);
    else families.push({ kind: kindOf(element), members: [member] });
  }
  const regular = families.filter(({ members }) => isPresent(members, track) && !isForeign(members, track));
  const held = new Set(regular.flatMap(({ members }) => members.map(({ element }) => element)));
  const strays = elements.filter((element) => !held.has(element) && isAmong(placed(element, track), track));
  return regular.filter(({ kind, members }) => {
    const own = strays.filter((element) => kindOf(element) === kind && isAligned(element, members[0]?.element));
    return own.length <= mostStrays * members.length;
  });

  function isLike(member: Member, first: Member | undefined): boolean {
    if (!first) return false;
    const apart = Math.abs(member.offset - first.offset);
    const along = Math.min(apart, track.pitch - apart);
    return along <= slack.along * unit && isAligned(member.element, first.element);
  }

  function isAligned(a: Element, b: Element | undefined): boolean {
    return b !== undefined && edges.some((edge) => Math.abs(edge(a.box) - edge(b.box)) <= slack.across * unit);
  }
}

function placed(element: Element, { members, pitch }: Track): Member {
  const way = centreY(element.box) - centreY((members[0] ?? element).box);
  const period = Math.round(way / pitch);
  return { element, period, offset: way - period * pitch };
}

const isAmong = ({ period }: Member, { members: { length } }: Track): boolean => period >= 0 && period < length;

const periodsOf = (members: readonly Member[]): Set<number> => new Set(members.map(({ period }) => period));

function isPresent(members: readonly Member[], { members: { length } }: Track): boolean {
  const inside = [...periodsOf(members)].filter((period) => period >= -1 && period <= length);
  return inside.length >= leastPresent * length;
}

function isForeign(members: readonly Member[], { members: { length } }: Track): boolean {
  const periods = periodsOf(members);
  const goesOn = (from: number, step: number) =>
    Array.from({ length: foreign }, (_, index) => from + index * step).every((period) => periods.has(period));
  // One period more on either side may be the same record, counted from another of its lines.
  return goesOn(-2, -1) || goesOn(length + 1, 1);
}
