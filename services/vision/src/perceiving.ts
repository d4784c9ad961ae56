import type { Box } from '@karna/proto/gen/geometry/v1/geometry';
import { bottom, clipped, grown, holdsCentre, likenessOfBoxes, right, rounded, sharedArea } from '@karna/sight/boxes';
import { cutAtRules } from '@karna/sight/cut-at-rules';
import { drawnWith } from '@karna/sight/drawing';
import type { Frame, Grey } from '@karna/sight/frame';
import { snappedToInk } from '@karna/sight/ink';
import { strays } from '@karna/sight/strays';
import { joinedBoxes, lineOf, linesOf } from '@karna/sight/text-lines';
import { assembled, type Find } from './domain/assembling.ts';
import { withoutCaptions } from './domain/captions.ts';
import { type Marked, marked } from './domain/describing.ts';
import { inkBounds } from './domain/ink.ts';
import { joined, usualHeight } from './domain/joining.ts';
import { inBothSizes } from './domain/looking/both-sizes.ts';
import type { Glance } from './domain/looking/look-memory.ts';
import { besideMarks, squaresBeside } from './domain/marks.ts';
import { isField, isHolder, isMark, isPicture, isPressable } from './domain/roles.ts';
import { type Element, type Line, type Screen, unsaid, type Word } from './domain/screen.ts';
import type { Sighting } from './domain/sighting.ts';
import { withStates } from './domain/stating/judging.ts';
import type { Reading } from './reading.ts';

/** A word where the network saw no line must be surer still. */
const strayWordSure = 0.85;
/** A word in a closer look must be surer than on a line: pictures on buttons look like letters. */
const closeLookSure = 0.7;
/** The screen network is right about where a line ends within so many line heights. */
const lineReach = 1.5;

/**
 * What the network is less sure of is a guess. On held-out pages and windows a good part of what is missed is among the guesses, but most
 * of them are nothing: too many for something that clicks.
 */
const sureScore = 0.3;
const isSure = ({ score }: Sighting): boolean => score >= sureScore;

/** Higher outlines hold more than a line (px). */
const tallestBorderedPx = 56;

/** Surer than this an icon is no letter. */
const sureIcon = 0.5;

/** What stands at the end of a line and is no part of its text. */
const isSign = ({ role, score }: Sighting): boolean =>
  (isMark(role) && role !== 'ROLE_SWITCH') || (role === 'ROLE_ICON' && score >= sureIcon);

/** Everything on a screen, not yet joined. */
export interface Contents {
  readonly finds: readonly Marked[];
  readonly lines: readonly Line[];
  readonly headings: readonly Find[];
  /** What the network is not sure of as well. */
  readonly sighted: readonly Sighting[];
}

/** From what the screen network is sure that it saw to everything on the screen. */
export async function perceive(glance: Glance, reading: Reading): Promise<Screen> {
  const { frame } = glance;
  const { finds, lines, headings, sighted } = await contentsOf(glance, reading);
  const screen = joined(frame, withStates(frame, finds, lines), lines, headings);
  return { ...screen, guesses: guessesAmong(sighted) };
}

export async function contentsOf({ frame, grey, edges, sights }: Glance, reading: Reading): Promise<Contents> {
  const sighted = inBothSizes(sights, frame);
  const { holders = [], others = [] } = Object.groupBy(sighted.elements.filter(isSure), ({ role }) =>
    isHolder(role) || role === 'ROLE_SCROLLBAR' ? 'holders' : 'others',
  );
  const signs = others.filter(isSign).map(({ box }) => box);
  const drawing = drawnWith(edges);
  // Guesses as well: they only say where a border may be. An outline does not reach over its line where it is low and its corners are round.
  const fields = [
    ...sighted.elements.filter(({ role }) => isField(role)).map(({ box }) => box),
    ...drawing.boxes.filter(({ height }) => height <= tallestBorderedPx),
  ];
  const drawn = others.filter(({ role }) => isMark(role) || isPicture(role)).map(({ box }) => box);
  const lines = await readLines({ frame, grey, edges }, { sighted: sighted.lines, signs, fields, drawn }, reading);
  const seen = withoutCaptions(frame, assembled(frame, { others, holders }, drawing, lines), lines);
  const finds = withoutTwinMarks([...seen, ...squaresBeside(frame, lines, seen)].map((find) => marked(frame, find)));
  const closer = await readCloser(frame, grey, finds, lines, reading);
  const unread = finds.filter((find) => !isRead(find, closer));
  const held = holders.map((find) => marked(frame, find));
  return {
    finds: [...unread, ...held],
    lines: [...lines, ...closer],
    headings: sighted.headings,
    sighted: sighted.elements,
  };
}

/** What else may be there. */
const guessesAmong = (sightings: readonly Sighting[]): Element[] =>
  sightings
    .filter((sighting) => !isSure(sighting))
    .map(({ box, role, score }, index) => ({
      ...unsaid,
      id: `g${index + 1}`,
      box: rounded(box),
      role,
      score,
      text: '',
    }));

async function readLines(
  { frame, grey, edges }: Pick<Glance, 'frame' | 'grey' | 'edges'>,
  { sighted, signs, fields, drawn }: Readonly<Record<'sighted' | 'signs' | 'fields' | 'drawn', readonly Box[]>>,
  reading: Reading,
): Promise<Line[]> {
  // Twice: pieces that overlap become one before their ends are looked for, and the lines so found may touch.
  const whole = joinedBoxes(sighted, -0.2).map((box) => snappedToInk(frame, box, lineReach));
  const known = joinedBoxes(whole, 0);
  const missed = strays(grey, [...known, ...drawn]).map((box) => snappedToInk(frame, box, lineReach));
  // A piece that was missed may overlap the line that it belongs to: they are read as one.
  const boxes = joinedBoxes([...known, ...missed], 0)
    .flatMap((box) => cutAtRules(box, edges, fields))
    .map((box) => besideMarks(box, signs))
    .filter(({ width, height }) => width >= 3 && height >= 4);
  const isKnown = (box: Box) => known.some((line) => sharedArea(line, box) > 0);
  const read = await reading.linesIn(grey, boxes);
  return linesOf(read.flatMap(({ box, words }) => words.filter((word) => isKnown(box) || isSurelyText(word))));
}

/** Where the network saw no line, signs and pictures read as short words, seldom surely. */
const isSurelyText = ({ text, confidence }: Word): boolean => confidence >= strayWordSure && text.length > 1;

/** Once their exact bounds are known, two marks in one place are one. */
function withoutTwinMarks(finds: readonly Marked[]): Marked[] {
  const isTwin = (find: Marked, other: Marked) =>
    isMark(find.role) && isMark(other.role) && likenessOfBoxes(find.box, other.box) > 0.5;
  const ordered = [...finds].sort((a, b) => b.score - a.score);
  return ordered.filter((find, index) => !ordered.slice(0, index).some((better) => isTwin(find, better)));
}

/** Reads once more what may carry text and shows none: single signs and big digits slip through the line detector. */
async function readCloser(
  frame: Frame,
  grey: Grey,
  finds: readonly Find[],
  lines: readonly Line[],
  reading: Reading,
): Promise<Line[]> {
  const words = lines.flatMap((line) => line.words);
  const mute = finds.filter(
    ({ role, box }) =>
      (isPressable(role) || role === 'ROLE_TEXT_FIELD') && !words.some((word) => holdsCentre(box, word.box)),
  );
  const looks = mute.flatMap((find) => {
    const box = signBox(frame, find.box, usualHeight(lines));
    return box ? [{ find, box }] : [];
  });
  const read = await reading.wordsIn(
    grey,
    looks.map(({ box }) => box),
  );
  return looks.flatMap(({ find }, index) => {
    const sure = (read[index] ?? []).filter((word) => word.confidence >= closeLookSure);
    return sure.length > 0 && isAcceptable(find, sure) ? [lineOf(sure)] : [];
  });
}

/** A magnifying glass in a search field reads as "Q"; a lone digit in a field is a value. */
const isAcceptable = (find: Find, words: readonly Word[]): boolean =>
  find.role !== 'ROLE_TEXT_FIELD' || !/^\D$/.test(words.map((word) => word.text).join(''));

/** Large digits are also seen as pictures. */
const isRead = (find: Find, lines: readonly Line[]): boolean =>
  isPicture(find.role) && lines.some((line) => holdsCentre(line.box, find.box));

/** Around the ink inside a button, at least one usual line high: a sign's height tells a dot from a zero. */
function signBox(frame: Frame, box: Box, lineHeight: number): Box | undefined {
  const rim = Math.max(3, Math.round(Math.min(box.width, box.height) * 0.12));
  const inside = clipped(rounded(grown(box, -rim)), frame.width, frame.height);
  const ink = inside.width >= 4 && inside.height >= 4 ? inkBounds(frame, inside) : undefined;
  if (!ink || ink.width * ink.height > 0.8 * inside.width * inside.height) return undefined;
  const middle = inside.y + inside.height / 2;
  const half = Math.max(lineHeight / 2, middle - ink.y + 2, bottom(ink) - middle + 2);
  const top = Math.round(middle - half);
  const sides = { x: ink.x - 4, width: right(ink) - ink.x + 8 };
  return clipped({ ...sides, y: top, height: Math.round(2 * half) }, frame.width, frame.height);
}
