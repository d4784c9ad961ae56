import { readFile } from 'node:fs/promises';
import { DomainError } from '@karna/common/errors';
import {
  type ElementFigures,
  type ElementsSeen,
  elementFigures,
  exactShare,
  type FindFigures,
  findFigures,
  judgeWords,
  lookAtAll,
  type StateFigures,
  stateFigures,
  type Truth,
  type VisionCalls,
  type WordFigures,
  type WordOutcome,
  type WordsSeen,
  wordFigures,
} from '@karna/vision/testing';
import sharp from 'sharp';
import { edgeProposals } from './edge-proposals.ts';
import { tesseractWords } from './tesseract.ts';

// What we and the alternatives see in the same labelled pictures.

export interface SetFigures {
  readonly pictures: number;
  readonly elements?: ElementFigures | undefined;
  readonly states: Readonly<Record<string, StateFigures>>;
  readonly words?: WordFigures | undefined;
  readonly bands?: Readonly<Record<string, { readonly words: number; readonly exact: number }>>;
  readonly find?: FindFigures | undefined;
  /** Pictures that could not be looked at; they are in no figure, neither ours nor a peer's. */
  readonly refused: readonly Refused[];
  /** Labelled elements of roles that Karna does not have, by their names: right or wrong when found, they do not count. */
  readonly otherRoles: Readonly<Record<string, number>>;
  readonly peers: {
    readonly edges?: ElementFigures | undefined;
    readonly tesseract?: WordFigures | undefined;
  };
}

export interface Refused {
  readonly picture: string;
  /** As in `proto/src/errors.ts`. */
  readonly code: string;
  readonly why: string;
}

export interface Peers {
  readonly tesseract: boolean;
}

export async function accuracyOf(
  vision: VisionCalls,
  truths: readonly Truth[],
  peers: Peers,
  done: (count: number, all: number) => void = () => {},
): Promise<SetFigures> {
  const refused: Refused[] = [];
  const failed = (truth: Truth, error: unknown) => void refused.push(refusal(truth, error));
  // The alternatives run while our service looks: this measures what is seen, not how fast.
  const [looked, others] = await Promise.all([
    lookAtAll(vision, truths, { done, failed }),
    lookWithPeers(truths, peers),
  ]);
  const isSeen = ({ truth }: { truth: Truth }) => looked.some((one) => one.truth === truth);
  const theirs = { ...others, edges: others.edges.filter(isSeen), tesseract: others.tesseract.filter(isSeen) };
  const judged = looked.map(judgeWords).filter((one) => one !== undefined);
  return {
    pictures: looked.length,
    refused,
    otherRoles: otherRolesIn(truths),
    elements: elementFigures(looked),
    states: stateFigures(looked),
    words: wordFigures(judged),
    bands: bandsOf(
      judged.flatMap(({ outcomes }) => outcomes),
      theirs.dark,
    ),
    find: findFigures(looked.flatMap(({ found }) => found)),
    peers: {
      edges: elementFigures(asAnyRole(theirs.edges)),
      tesseract: wordFigures(theirs.tesseract.map(judgeWords).filter((one) => one !== undefined)),
    },
  };
}

function refusal({ name }: Truth, error: unknown): Refused {
  const { code, message } = DomainError.from(error);
  return { picture: name, code, why: message };
}

function otherRolesIn(truths: readonly Truth[]): Record<string, number> {
  const others = truths.flatMap(({ elements = [] }) =>
    elements.filter(({ role, roleName }) => role === undefined && roleName !== '').map(({ roleName }) => roleName),
  );
  return Object.fromEntries([...Map.groupBy(others, (name) => name)].map(([name, all]) => [name, all.length]));
}

async function lookWithPeers(truths: readonly Truth[], peers: Peers) {
  const edges: ElementsSeen[] = [];
  const tesseract: WordsSeen[] = [];
  const dark = new Set<Truth>();
  for (const truth of truths) {
    const image = await readFile(truth.image);
    if (!(await isDecodable(image))) continue; // our service says so as well, with a code
    if (truth.elements) edges.push({ truth, detections: edgeProposals(await pixelsOf(image)) });
    if (peers.tesseract && truth.words) tesseract.push({ truth, words: await tesseractWords(image) });
    if (await isDark(image)) dark.add(truth);
  }
  return { edges, tesseract, dark };
}

/** Beyond this the alternatives take minutes for one picture, and our service refuses it (px). */
const mostPixels = 40_000_000;

async function isDecodable(image: Uint8Array): Promise<boolean> {
  try {
    const { width, height } = await sharp(image).metadata();
    if (width * height > mostPixels) return false;
    await sharp(image, { failOn: 'truncated' }).stats();
    return true;
  } catch {
    return false;
  }
}

/** Proposals have no role: they count against whatever is labelled. */
const asAnyRole = (seen: readonly ElementsSeen[]): ElementsSeen[] =>
  seen.map(({ truth, detections }) => ({
    truth: {
      ...truth,
      elements: truth.elements?.map((element) => (element.role ? { ...element, role: 'ROLE_BUTTON' } : element)),
    },
    detections,
  }));

async function pixelsOf(image: Uint8Array) {
  const { data, info } = await sharp(image)
    .removeAlpha()
    .toColourspace('srgb')
    .raw()
    .toBuffer({ resolveWithObject: true });
  return { width: info.width, height: info.height, rgb: new Uint8Array(data.buffer, data.byteOffset, data.length) };
}

/** The usual pixel is nearer to black than to white. */
async function isDark(image: Uint8Array): Promise<boolean> {
  const grey = await sharp(image)
    .removeAlpha()
    .greyscale()
    .resize(64, 64, { kernel: 'nearest', fit: 'fill' })
    .raw()
    .toBuffer();
  return (grey.toSorted()[grey.length >> 1] ?? 255) < 128;
}

/** The height from ascent to descent of a font of 12 px (px). */
const smallHeight = 14.5;

function bandsOf(outcomes: readonly WordOutcome[], dark: ReadonlySet<Truth>) {
  const bands = Map.groupBy(
    outcomes.flatMap((outcome) => namesOfBands(outcome, dark).map((band) => ({ band, outcome }))),
    ({ band }) => band,
  );
  return Object.fromEntries(
    [...bands].sort().map(([band, inBand]) => {
      const those = inBand.map(({ outcome }) => outcome);
      return [band, { words: those.length, exact: exactShare(those) }];
    }),
  );
}

const namesOfBands = ({ truth, word }: WordOutcome, dark: ReadonlySet<Truth>): string[] => [
  word.box.height <= smallHeight ? 'up to 12 px' : 'above 12 px',
  dark.has(truth) ? 'dark' : 'light',
  `scale ${truth.scale}`,
];
