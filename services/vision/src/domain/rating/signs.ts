import type { Box } from '@karna/proto/gen/geometry/v1/geometry';
import type { Role } from '@karna/proto/gen/target/v1/target';
import { area, bottom, centreX, centreY, right, sharedArea } from '@karna/sight/boxes';
import { usualHeight } from '../joining.ts';
import { isHolder } from '../roles.ts';
import type { Screen } from '../screen.ts';

/** Numbers that speak for or against an element being there, by their names. */
export type Signs = Readonly<Record<string, number>>;

/** Something that may be there. */
interface Candidate {
  readonly box: Box;
  readonly role: Role;
  readonly score: number;
  readonly isGuess: boolean;
}

const roles: readonly Role[] = [
  'ROLE_BUTTON',
  'ROLE_LINK',
  'ROLE_TEXT_FIELD',
  'ROLE_TEXT_AREA',
  'ROLE_CHECKBOX',
  'ROLE_RADIO',
  'ROLE_SWITCH',
  'ROLE_SELECT',
  'ROLE_SLIDER',
  'ROLE_TAB',
  'ROLE_MENU_ITEM',
  'ROLE_ICON',
  'ROLE_IMAGE',
  'ROLE_ROW',
  'ROLE_CELL',
  'ROLE_HEADING',
  'ROLE_WINDOW',
  'ROLE_DIALOG',
  'ROLE_SCROLLBAR',
];

/** Mostly inside. */
const within = 0.8;
/** In a line or column with another one, of the same size: within this share of its height or width. */
const alike = 0.2;

/** For each element and then each guess of a screen; undefined for mere text, which is read or not. */
export function signsOf({ width, height, elements, guesses = [], lines }: Screen): (Signs | undefined)[] {
  const unit = usualHeight(lines);
  const words = lines.flatMap((line) => line.words);
  const all = [
    ...elements.map(({ box, role, score }): Candidate => ({ box, role, score, isGuess: false })),
    ...guesses.map(({ box, role, score }): Candidate => ({ box, role, score, isGuess: true })),
  ];
  const drawn = all.filter(({ role }) => role !== 'ROLE_TEXT');
  return all.map((one) => {
    if (one.role === 'ROLE_TEXT') return undefined;
    return {
      ...ownSigns(one, { width, height }, unit),
      ...writtenSigns(one, words),
      ...relativeSigns(one, drawn),
    };
  });
}

const logit = (share: number): number => Math.log(Math.max(0.02, share) / Math.max(0.02, 1 - share));

function ownSigns({ box, role, score, isGuess }: Candidate, screen: { width: number; height: number }, unit: number) {
  const [wide, high] = [Math.max(1, box.width), Math.max(1, box.height)];
  const isCut = box.x <= 1 || box.y <= 1 || right(box) >= screen.width - 1 || bottom(box) >= screen.height - 1 ? 1 : 0;
  return {
    score,
    odds: logit(score),
    isGuess: isGuess ? 1 : 0,
    wide: Math.log(wide / unit),
    high: Math.log(high / unit),
    shape: Math.log(wide / high),
    share: Math.sqrt(Math.min(1, area(box) / (screen.width * screen.height))),
    isCut,
    ...Object.fromEntries(roles.map((name) => [name, role === name ? 1 : 0])),
  };
}

function writtenSigns({ box }: Candidate, words: readonly { box: Box; confidence: number }[]) {
  const inside = words.filter((word) => sharedArea(word.box, box) > 0.6 * area(word.box));
  const cut = words.filter((word) => {
    const shared = sharedArea(word.box, box);
    return shared > 0.1 * area(word.box) && shared <= 0.6 * area(word.box);
  });
  const covered = inside.reduce((sum, word) => sum + sharedArea(word.box, box), 0);
  const highest = Math.max(0, ...inside.map((word) => word.box.height));
  const sure = inside.reduce((sum, word) => sum + word.confidence, 0) / Math.max(1, inside.length);
  return {
    words: Math.log1p(inside.length),
    isWritten: inside.length > 0 ? 1 : 0,
    covered: Math.min(1, covered / Math.max(1, area(box))),
    lineShare: Math.min(1, highest / Math.max(1, box.height)),
    sure,
    cutWords: Math.min(3, cut.length),
  };
}

function relativeSigns(one: Candidate, all: readonly Candidate[]) {
  const { box, role, score } = one;
  const own = Math.max(1, area(box));
  const [x, y] = [centreX(box), centreY(box)];
  let [rival, rivalLike, rivalScore, weaker, weakerScore] = [0, 0, 0, 0, 0];
  let [homes, homeScore, kinHome, held, heldScore, heldKin, heldShare] = [0, 0, 0, 0, 0, 0, 0];
  let [inLine, inLineScore, inColumn, inColumnScore, sameSize] = [0, 0, 0, 0, 0];
  let [holderHome, crossing] = [0, 0];
  for (const other of all) {
    if (other === one) continue;
    const shared = sharedArea(box, other.box);
    if (shared > 0) {
      const theirs = Math.max(1, area(other.box));
      const like = shared / (own + theirs - shared);
      if (other.score > score) {
        if (like > rival) [rival, rivalScore] = [like, other.score];
        if (other.role === role) rivalLike = Math.max(rivalLike, like);
      } else if (like > weaker) [weaker, weakerScore] = [like, other.score];
      if (shared > within * own && theirs > own) {
        homes++;
        homeScore = Math.max(homeScore, other.score);
        if (other.role === role) kinHome = Math.max(kinHome, other.score);
        if (isHolder(other.role)) holderHome = Math.max(holderHome, other.score);
      } else if (shared > within * theirs) {
        held++;
        heldScore = Math.max(heldScore, other.score);
        if (other.role === role) heldKin = Math.max(heldKin, other.score);
        heldShare = Math.max(heldShare, theirs / own);
      } else if (like < 0.5) crossing = Math.max(crossing, other.score * (shared / Math.min(own, theirs)));
    }
    if (other.role !== role) continue;
    const isHigh = Math.abs(other.box.height - box.height) <= alike * box.height + 1;
    const isWide = Math.abs(other.box.width - box.width) <= alike * box.width + 1;
    if (isHigh && Math.abs(centreY(other.box) - y) <= alike * box.height) {
      inLine++;
      inLineScore += other.score;
    }
    const isUnder = Math.abs(other.box.x - box.x) <= 3 || Math.abs(centreX(other.box) - x) <= 3;
    if ((isHigh || isWide) && isUnder) {
      inColumn++;
      inColumnScore += other.score;
    }
    if (isHigh && isWide) sameSize += other.score;
  }
  return {
    rival,
    rivalLike,
    rivalScore,
    weaker,
    weakerScore,
    homes: Math.min(6, homes),
    homeScore,
    kinHome,
    holderHome,
    held: Math.log1p(held),
    heldScore,
    heldKin,
    heldShare,
    crossing,
    inLine: Math.log1p(inLine),
    inLineScore: inLineScore / Math.max(1, inLine),
    inColumn: Math.log1p(inColumn),
    inColumnScore: inColumnScore / Math.max(1, inColumn),
    sameSize: Math.log1p(sameSize),
  };
}
