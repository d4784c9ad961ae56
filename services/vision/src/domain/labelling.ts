import type { Box } from '@karna/proto/gen/geometry/v1/geometry';
import { bottom, right, sharedHeight, sharedWidth } from '@karna/sight/boxes';
import { namesByEntries } from './entry-marks.ts';
import { isField, isMark, isPressable } from './roles.ts';
import type { Element } from './screen.ts';

/**
 * How far a label may stand from what it names (px at ordinary scale: line heights of 12 to 20). Settings pages put
 * switches and fields at the far end of a row that begins with their name.
 */
const reachPx = { beside: 28, before: 180, acrossRow: 760, above: 26, neighbour: 24 };
/** A label far across the row is taken only when there is none nearer. */
const farCost = 60;
/** The network takes some labels for headings; a text that is none is the likelier label. */
const headingCost = 12;

interface Naming {
  readonly control: Element;
  readonly text: Element;
  /** Smaller is more likely. */
  readonly cost: number;
}

/** In smaller type distances are as at ordinary scale; from there on they grow with the type. */
const ordinaryUnit = 16;

/**
 * Finds the text that names each field and mark: right of (or left of) a checkbox, left of or above a field. The
 * likeliest pairs are made first, and a text names one control only.
 */
export function labelsOf(elements: readonly Element[], unit = ordinaryUnit): Map<Element, Element> {
  const scale = Math.max(1, unit / ordinaryUnit);
  if (scale === 1) return labelsAtOrdinaryScale(elements);
  const originals = new Map(elements.map((element) => [shrunk(element, scale), element] as const));
  const labels = labelsAtOrdinaryScale([...originals.keys()]);
  const original = (element: Element): Element => originals.get(element) ?? element;
  return new Map([...labels].map(([control, text]) => [original(control), original(text)]));
}

const shrunk = (element: Element, scale: number): Element => {
  const { x, y, width, height } = element.box;
  return { ...element, box: { x: x / scale, y: y / scale, width: width / scale, height: height / scale } };
};

function labelsAtOrdinaryScale(elements: readonly Element[]): Map<Element, Element> {
  const texts = elements.filter(isNaming);
  const controls = elements.filter((element) => isField(element.role) || isMark(element.role));
  const pairs = controls
    .flatMap((control) => texts.flatMap((text) => naming(control, text)))
    .filter(
      ({ control, text }) =>
        !isBetween(control, text, elements) && !isInRow(control, text, elements) && isRowHead(control, text, texts),
    )
    .sort((a, b) => a.cost - b.cost);
  const labels = new Map<Element, Element>();
  const taken = new Set<Element>();
  for (const { control, text } of pairs) {
    if (labels.has(control) || taken.has(text)) continue;
    labels.set(control, text);
    taken.add(text);
  }
  return new Map([...labels, ...namesByEntries(elements, new Set(labels.keys()))]);
}

/** What ends in a colon names what follows, whatever it was seen as. */
const isNaming = ({ role, text }: Element): boolean =>
  role === 'ROLE_TEXT' || role === 'ROLE_HEADING' || (isPressable(role) && /:\s*$/.test(text));

function naming(control: Element, text: Element): Naming[] {
  const cost = isMark(control.role) ? markCost(control, text.box) : fieldCost(control, text.box);
  if (cost === undefined) return [];
  return [{ control, text, cost: cost + (text.role === 'ROLE_HEADING' ? headingCost : 0) }];
}

function markCost(mark: Element, text: Box): number | undefined {
  if (!onRow(mark.box, text)) return undefined;
  const after = text.x - right(mark.box);
  if (after >= -2 && after <= reachPx.beside) return after;
  const before = mark.box.x - right(text);
  if (before >= 0 && before <= reachPx.beside) return 20 + before;
  return mark.role === 'ROLE_SWITCH' ? acrossRowCost(before) : undefined;
}

const acrossRowCost = (gap: number): number | undefined =>
  gap >= 0 && gap <= reachPx.acrossRow ? farCost + gap / 10 : undefined;

function fieldCost({ box: field, role }: Element, text: Box): number | undefined {
  const before = field.x - right(text);
  if (onRow(firstRow(field), text) && before >= -2) {
    if (before > reachPx.before) return role === 'ROLE_TEXT_AREA' ? undefined : acrossRowCost(before);
    return before <= 40 ? before / 4 : 10 + before / 4;
  }
  const above = field.y - bottom(text);
  if (above < -3 || above > reachPx.above || sharedWidth(field, text) <= 0) return undefined;
  return above / 2 + askewCost(Math.abs(text.x - field.x));
}

/** Labels above a field begin where it begins; what begins elsewhere is more likely a heading or another column. */
const askewCost = (px: number): number => (px <= 16 ? px / 4 : 25 + px / 10);

const onRow = (control: Box, text: Box): boolean =>
  sharedHeight(control, text) >= 0.5 * Math.min(control.height, text.height);

/** The label of a tall area stands beside its first row. */
const firstRow = (field: Box): Box => ({ ...field, height: Math.min(field.height, 44) });

/** Text above a field that has a close neighbour above the same field is an entry of a menu or tab bar. */
const isInRow = (control: Element, text: Element, elements: readonly Element[]): boolean =>
  bottom(text.box) <= control.box.y + 3 &&
  elements.some(
    (other) =>
      other !== text &&
      sharedHeight(other.box, text.box) > text.box.height / 2 &&
      sharedWidth(other.box, control.box) > 0 &&
      -sharedWidth(other.box, text.box) <= reachPx.neighbour,
  );

/**
 * What names something far across its row is the first text of that row; a table's last column names nothing. What is farther off, as
 * in a sidebar, is of no row with it.
 */
const isRowHead = (control: Element, text: Element, texts: readonly Element[]): boolean =>
  control.box.x - right(text.box) <= reachPx.before ||
  !texts.some(
    (other) =>
      other.box.x < text.box.x &&
      control.box.x - right(other.box) <= reachPx.acrossRow &&
      sharedHeight(other.box, text.box) > text.box.height / 2,
  );

/** Whether another element stands on the way from the text to the control; what lies around or behind both does not. */
function isBetween(control: Element, text: Element, elements: readonly Element[]): boolean {
  const way: Box = between(control.box, text.box);
  return elements.some(
    (other) =>
      other !== control &&
      other !== text &&
      overlaps(way, other.box) &&
      !(overlaps(control.box, other.box) && overlaps(text.box, other.box)),
  );
}

const overlaps = (a: Box, b: Box): boolean => sharedWidth(a, b) > 1 && sharedHeight(a, b) > 1;

function between(a: Box, b: Box): Box {
  const gapX = Math.max(0, -sharedWidth(a, b));
  if (gapX > 0) {
    const y = Math.max(a.y, b.y);
    return { x: Math.min(right(a), right(b)), y, width: gapX, height: Math.min(bottom(a), bottom(b)) - y };
  }
  const x = Math.max(a.x, b.x);
  const y = Math.min(bottom(a), bottom(b));
  return { x, y, width: Math.min(right(a), right(b)) - x, height: Math.max(0, -sharedHeight(a, b)) };
}
