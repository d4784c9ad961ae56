import type { Box } from '@karna/proto/gen/geometry/v1/geometry';
import { bottom, boxOf, centreX, centreY, holdsCentre, right, sharedWidth, union } from '@karna/sight/boxes';
import { isHolder } from '../roles.ts';
import type { Element } from '../screen.ts';
import { type Family, familiesAlong, type Member } from './families.ts';
import { isEven, type Track, tracksOf } from './tracks.ts';

/** Lines closer than this many line heights that are long are a text in columns, not a table. */
const prose = { pitch: 1.9, letters: 40 };

/** The records of lists and tables that stand among these elements, drawn with lines or not. Expects elements of one surface. */
export function recordsAmong(elements: readonly Element[], unit: number): Box[] {
  let free = elements.filter(({ role }) => !isHolder(role) && role !== 'ROLE_SCROLLBAR' && role !== 'ROLE_TAB');
  const boxes: Box[] = [];
  const names = free.filter(({ role }) => role === 'ROLE_TEXT' || role === 'ROLE_LINK');
  for (const track of tracksOf(names, unit)) {
    if (!track.members.every((member) => free.includes(member))) continue;
    const families = familiesAlong(track, free.filter(isLevelWith(track)), unit);
    if (!isList(families, track, unit)) continue;
    const { rows, members } = cut(families, track);
    boxes.push(...rows);
    free = free.filter((element) => !members.has(element));
  }
  return boxes;
}

/** The track's height, and two records more on either side: enough to see whether another list goes on there. */
function isLevelWith({ members, pitch }: Track): (element: Element) => boolean {
  const { y, height } = union(members.map(({ box }) => box));
  return ({ box }) => centreY(box) > y - 2.6 * pitch && centreY(box) < y + height + 2.6 * pitch;
}

/** Whether what repeats is records, and not a form, a keypad, a grid of pictures, a menu or text in columns. */
function isList(families: readonly Family[], track: Track, unit: number): boolean {
  const texts = families.filter(({ kind }) => kind === 'text');
  const beside = texts.filter((family) => texts.some((other) => other !== family && isBeside(family, other)));
  const hasDeeds = hasDeedBehind(families, texts);
  if (texts.length === 0 || (beside.length < 2 && !hasDeeds)) return false;
  const isForm = families.some(({ kind }) => kind === 'field') && beside.length < 2 && !hasDeeds;
  return !isForm && !isGrid(families, unit) && !isProse(beside, track, unit);
}

/** Something to press right of a text. A mark left of its caption or a picture left of an entry makes no record. */
const hasDeedBehind = (families: readonly Family[], texts: readonly Family[]): boolean =>
  families.some(
    ({ kind, members: [first] }) =>
      first !== undefined &&
      (kind === 'pressable' || kind === 'mark' || first.element.role === 'ROLE_ICON') &&
      texts.some((text) => first.element.box.x >= right(firstBox(text))),
  );

const isBeside = (a: Family, b: Family): boolean => sharedWidth(firstBox(a), firstBox(b)) <= 0;
const firstBox = ({ members: [first] }: Family): Box => first?.element.box ?? boxOf(0, 0, 0, 0);

/** Pictures with their names below them, several side by side. */
function isGrid(families: readonly Family[], unit: number): boolean {
  const pictures = families.filter(({ kind }) => kind === 'picture');
  const named = pictures.filter((picture) =>
    families.some(
      (text) => text.kind === 'text' && Math.abs(centreX(firstBox(text)) - centreX(firstBox(picture))) <= unit / 2,
    ),
  );
  return named.length >= 2;
}

function isProse(texts: readonly Family[], { pitch }: Track, unit: number): boolean {
  const long = texts.filter(({ members }) => {
    const letters = members.map(({ element }) => element.text.length).sort((a, b) => a - b);
    return (letters[letters.length >> 1] ?? 0) > prose.letters;
  });
  return pitch < prose.pitch * unit && long.length >= 2;
}

/** Cuts the list where its records are furthest apart. */
function cut(families: readonly Family[], track: Track): { rows: Box[]; members: Set<Element> } {
  const { pitch } = track;
  const members = families.flatMap((family) => family.members);
  const from = widestGap(members, pitch);
  const indexOf = ({ period, offset }: Member) => (offset < from ? period - 1 : period);
  const byRow = Map.groupBy(members, indexOf);
  const usual = Math.max(2, Math.ceil(0.6 * families.length));
  const full = [...byRow.values()].filter((row) => row.length >= usual);
  const held = new Set(full.flat().map(({ element }) => element));
  if (held.size === 0) return { rows: [], members: held };
  const { x, width } = union([...held].map(({ box }) => box));
  const origin = centreY(track.members[0]?.box ?? boxOf(0, 0, 0, 0)) + from;
  const rows = [...byRow]
    .filter(([, row]) => row.length >= usual)
    .map(([index, row]) => {
      const content = union(row.map(({ element }) => element.box));
      const top = Math.min(content.y, origin + index * pitch);
      return boxOf(x, top, x + width, Math.max(bottom(content), origin + (index + 1) * pitch));
    });
  return { rows, members: held };
}

/** Where in the period (from the track's middle, px, -pitch/2..pitch/2) the widest empty band has its middle. */
function widestGap(members: readonly Member[], pitch: number): number {
  const spans = members
    .map(({ element, offset }) => ({ from: offset - element.box.height / 2, to: offset + element.box.height / 2 }))
    .sort((a, b) => a.from - b.from);
  const first = spans[0]?.from ?? 0;
  let best = { size: Number.NEGATIVE_INFINITY, middle: -pitch / 2 };
  let reached = spans[0]?.to ?? 0;
  for (const { from, to } of [...spans.slice(1), { from: first + pitch, to: first + pitch }]) {
    if (from - reached > best.size) best = { size: from - reached, middle: (from + reached) / 2 };
    reached = Math.max(reached, to);
  }
  return best.middle > pitch / 2 ? best.middle - pitch : best.middle;
}

/** The rows that are missing between rows that were seen, where something stands. */
export function rowsBetween(rows: readonly Element[], contents: readonly Element[], unit: number): Box[] {
  const isSameList = (a: Box, b: Box) => Math.abs(a.x - b.x) <= unit && Math.abs(a.width - b.width) <= 2 * unit;
  const ordered = [...rows].sort((a, b) => a.box.y - b.box.y);
  return ordered.flatMap((row, index) => {
    const next = ordered.slice(index + 1).find((other) => isSameList(row.box, other.box));
    if (!next) return [];
    const height = (row.box.height + next.box.height) / 2;
    const missing = Math.round((next.box.y - bottom(row.box)) / height);
    const pitch = (next.box.y - row.box.y) / (missing + 1);
    if (missing < 1 || missing > 3 || !isEven(height, pitch)) return [];
    return Array.from({ length: missing }, (_, gap) => ({
      ...row.box,
      y: row.box.y + (gap + 1) * pitch,
      height: pitch,
    })).filter((box) => contents.some((element) => !isHolder(element.role) && holdsCentre(box, element.box)));
  });
}
