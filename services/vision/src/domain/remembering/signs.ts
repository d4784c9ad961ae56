import type { Box } from '@karna/proto/gen/geometry/v1/geometry';
import type { RememberedTarget } from '@karna/proto/gen/target/v1/target';
import { centreX, centreY, holdsCentre } from '@karna/sight/boxes';
import { compatibility } from '../compatibility.ts';
import { likeness } from '../likeness.ts';
import { isField, isPressable } from '../roles.ts';
import type { Element } from '../screen.ts';
import { headingsOver, type Scene } from '../tree/scene.ts';
import type { LooksAlike } from './looks.ts';
import { agreementOf, type Echo } from './neighbourhood.ts';
import { isSameDeed } from './other-words.ts';

/** What speaks for and against one element being the one remembered. Each 0..1 unless said otherwise; 0 says nothing. */
export interface Signs {
  /** Its text is the one remembered, nearly so, or a part of it. */
  readonly text: number;
  readonly textPart: number;
  /** Both have a text and it is another one. */
  readonly textOther: number;
  /** One has a text and the other has none. */
  readonly textGone: number;
  /** The value in a field is the same: values come and go. */
  readonly value: number;
  readonly label: number;
  readonly labelOther: number;
  readonly labelGone: number;
  readonly role: number;
  /** A role that the detector takes for the one remembered. */
  readonly roleLike: number;
  /** By directions of edges: of what carries text, and of what has nothing but its looks. */
  readonly looks: number;
  readonly looksAlone: number;
  readonly drawing: number;
  readonly drawingAlone: number;
  /** By edges laid over each other; 0 until that was done. */
  readonly edges: number;
  readonly edgesAlone: number;
  /** How far width to height, and size in line heights, differ (natural logarithm, at most 1.5). */
  readonly shape: number;
  readonly size: number;
  readonly neighbours: number;
  /** The nearest four alone. */
  readonly nearest: number;
  /** The innermost heading is the same; none of them is. */
  readonly heading: number;
  readonly headingOther: number;
  /** As many equals as before, and the same place among them; another place. */
  readonly ordinal: number;
  readonly ordinalOther: number;
  /** It stands in the one record that has all the texts asked for. */
  readonly record: number;
  /** On the screen: 1 in the same place. */
  readonly place: number;
  readonly score: number;
  /** Nobody saw an element there: only its neighbours and edges say so. */
  readonly unseen: number;
}
export type Sign = keyof Signs;

/** How the parts of one scene answer to the target; what is the same for all candidates is made once. */
export interface Hunt {
  readonly target: RememberedTarget;
  readonly scene: Scene;
  /** Of the neighbours that tell where it stands. */
  readonly echoes: readonly Echo[];
  /** They count as weighing no less together. */
  readonly leastWeight: number;
  /** Elements that are named as the target was, in reading order. */
  readonly equals: readonly Element[];
  /** Nothing of its kind is called as it was. */
  readonly isNameGone: boolean;
  /** The one record that has all the texts asked for. */
  readonly record: Box | undefined;
  readonly looks: (element: Element) => LooksAlike | undefined;
}

const nearestCount = 4;
const longestName = 200;

export function signsOf(hunt: Hunt, element: Element): Signs {
  const { target, scene } = hunt;
  const isMute = target.text === '' && target.label === '';
  const looks = hunt.looks(element);
  return {
    ...textSigns(hunt, element),
    ...labelSigns(target, element),
    ...roleSigns(target, element),
    looks: isMute ? 0 : (looks?.box ?? 0),
    looksAlone: isMute ? (looks?.box ?? 0) : 0,
    drawing: isMute ? 0 : (looks?.drawing ?? 0),
    drawingAlone: isMute ? (looks?.drawing ?? 0) : 0,
    edges: 0,
    edgesAlone: 0,
    ...sizeSigns(target, scene, element),
    neighbours: agreementOf(hunt, hunt.echoes, element, hunt.leastWeight),
    nearest: agreementOf(hunt, hunt.echoes.slice(0, nearestCount), element, hunt.leastWeight),
    ...headingSigns(target, scene, element),
    ...ordinalSigns(hunt, element),
    record: hunt.record && holdsCentre(hunt.record, element.box) ? 1 : 0,
    place: placeSign(target, scene, element),
    score: element.score,
    unseen: element.score === 0 ? 1 : 0,
  };
}

function textSigns({ target, isNameGone }: Hunt, element: Element) {
  const none = { text: 0, textPart: 0, textOther: 0, textGone: 0, value: 0 };
  if (isField(target.role) && isField(element.role))
    return { ...none, value: alikeness(target.text, element.text).whole };
  if (target.text === '' || element.text === '') return { ...none, textGone: target.text === element.text ? 0 : 1 };
  const { whole, part } = alikeness(target.text, element.text);
  if (whole + part > 0) return { ...none, text: whole, textPart: part };
  return isNameGone && isRenamed(target, element) ? { ...none, textPart: sameDeed } : { ...none, textOther: 1 };
}

/** What another word for the same deed is worth: all other signs have to agree. */
const sameDeed = 0.6;

const isRenamed = (target: RememberedTarget, element: Element): boolean =>
  isPressable(target.role) && isPressable(element.role) && isSameDeed(target.text, element.text);

function labelSigns(target: RememberedTarget, element: Element) {
  if (target.label === '' || element.label === '') {
    const isSame = target.label === element.label || (target.label === '' && wasBeside(target, element.label));
    return { label: 0, labelOther: 0, labelGone: isSame ? 0 : 1 };
  }
  const { whole, part } = alikeness(target.label, element.label);
  return { label: Math.max(whole, part / 2), labelOther: whole + part === 0 ? 1 : 0, labelGone: 0 };
}

/** What was not taken for its label then, but stood there. */
const wasBeside = ({ neighbours }: RememberedTarget, label: string): boolean =>
  neighbours.some(({ text }) => alikeness(text, label).whole > 0);

/** As a whole (1 when nothing is forgiven), or as a part or with more slips than a reader makes. */
function alikeness(remembered: string, seen: string): { whole: number; part: number } {
  if (remembered === '' || seen === '') return { whole: 0, part: 0 };
  const found = likeness(remembered.slice(0, longestName), seen.slice(0, longestName));
  if (!found) return { whole: 0, part: 0 };
  const isWhole = found.kind === 'whole' || found.kind === 'close';
  return isWhole ? { whole: found.score, part: 0 } : { whole: 0, part: found.score };
}

function roleSigns(target: RememberedTarget, element: Element) {
  const fit = compatibility(target.role, element.role);
  return { role: fit === 1 ? 1 : 0, roleLike: fit < 1 ? fit : 0 };
}

const farthest = 1.5;

function sizeSigns(target: RememberedTarget, { unit }: Scene, { box }: Element) {
  const old = target.box ?? box;
  const wider = Math.log(box.width / unit / (old.width / target.lineHeight));
  const higher = Math.log(box.height / unit / (old.height / target.lineHeight));
  return {
    shape: Math.min(farthest, Math.abs(wider - higher)),
    size: Math.min(farthest, Math.abs(wider + higher) / 2),
  };
}

function headingSigns(target: RememberedTarget, scene: Scene, element: Element) {
  const now = headingsOver(scene, element);
  if (target.headings.length === 0 || now.length === 0) return { heading: 0, headingOther: 0 };
  const has = (text: string) => now.some((other) => alikeness(text, other).whole > 0);
  return {
    heading: alikeness(target.headings[0] ?? '', now[0] ?? '').whole,
    headingOther: target.headings.some(has) ? 0 : 1,
  };
}

function ordinalSigns({ target, equals }: Hunt, element: Element) {
  // A record is known by its texts, wherever in the list it stands.
  if (target.row && target.row.texts.length > 0) return { ordinal: 0, ordinalOther: 0 };
  const place = equals.indexOf(element) + 1;
  if (target.equals < 2 || equals.length !== target.equals || place === 0) return { ordinal: 0, ordinalOther: 0 };
  return place === target.ordinal ? { ordinal: 1, ordinalOther: 0 } : { ordinal: 0, ordinalOther: 1 };
}

/** By the share of the screen's width and height, or by line heights from its corner: whichever stayed. */
function placeSign(target: RememberedTarget, { screen, unit }: Scene, { box }: Element): number {
  const old = target.box;
  if (!old || target.screenWidth === 0 || target.screenHeight === 0) return 0;
  const [x, y] = [centreX(box), centreY(box)];
  const [oldX, oldY] = [centreX(old), centreY(old)];
  const byShare = Math.hypot(
    x / screen.width - oldX / target.screenWidth,
    y / screen.height - oldY / target.screenHeight,
  );
  const byLines = Math.hypot(x / unit - oldX / target.lineHeight, y / unit - oldY / target.lineHeight);
  return Math.max(Math.exp(-((byShare / 0.12) ** 2)), Math.exp(-((byLines / 5) ** 2)));
}
