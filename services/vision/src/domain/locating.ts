import type { Box, Point } from '@karna/proto/gen/geometry/v1/geometry';
import type { TargetQuery } from '@karna/proto/gen/target/v1/target';
import type { Doubt } from '@karna/proto/gen/vision/v1/element';
import { centre, holdsCentre, sharedHeight, union } from '@karna/sight/boxes';
import { certaintyOf } from './certainty.ts';
import { type Ranked, rank, worthShowing } from './ranking.ts';
import type { Element, Screen } from './screen.ts';
import { similarNames } from './similar-names.ts';
import { isUsable } from './states.ts';
import { sceneOf } from './tree/scene.ts';

export interface Candidate {
  readonly element: Element;
  readonly point: Point;
  /** 0..1: the probability that it is what was meant. */
  readonly confidence: number;
  readonly signs: string[];
}

export interface Located {
  /** Best first. */
  readonly candidates: Candidate[];
  readonly unique: boolean;
  readonly similar: string[];
  /** Why it is not unique. */
  readonly doubt: Doubt;
  /** Where nothing answers the query: what may be it all the same. To ask about, never to be acted on. */
  readonly hints: Candidate[];
}

/** The best candidate may be acted on from this strength... */
export const goodEnough = 0.75;
/** ...when the next one, somewhere else, is so much behind. */
export const clearlyAhead = 0.1;

/** Ranks what a query may mean on this screen. Pure: the same screen and query give the same answer. */
export function locate(screen: Screen, query: TargetQuery, within: Box | undefined, limit: number): Located {
  const isThere = ({ box }: Element) => !within || holdsCentre(within, box);
  const shown = (loosely: boolean) =>
    rank(query, sceneOf(screen), isThere, loosely).filter(({ strength }) => strength >= worthShowing);
  const candidatesOf = (some: readonly Ranked[]) =>
    some.slice(0, limit).map((each, place) => candidate(query, each, some[place + 1], screen));
  const ranked = shown(false);
  const isGood = (ranked[0]?.strength ?? 0) >= goodEnough;
  return {
    candidates: candidatesOf(ranked),
    hints: ranked.length === 0 ? candidatesOf(shown(true)) : [],
    ...verdictOn(ranked),
    similar: isGood ? [] : similarNames(query, screen.elements.filter(isThere)),
  };
}

function candidate(
  query: TargetQuery,
  { element, strength, signs }: Ranked,
  next: Ranked | undefined,
  screen: Screen,
): Candidate {
  const ahead = strength - (next?.strength ?? 0);
  const confidence = certaintyOf(query, { strength, ahead, score: element.score });
  return { element, point: centre(clickable(element, screen)), confidence, signs };
}

/** Links are seen as wide as their cell or column; only their words can be clicked. */
function clickable({ role, box }: Element, { lines }: Screen): Box {
  if (role !== 'ROLE_LINK') return box;
  const words = lines.flatMap((line) => line.words.filter((word) => holdsCentre(box, word.box)));
  const inOneLine = words.every((word) => sharedHeight(word.box, words[0]?.box ?? box) > 0);
  return words.length > 0 && inOneLine ? union(words.map((word) => word.box)) : box;
}

/** Whether the best is beyond doubt, and if not, why. Expects the best first. */
export function verdictOn(ranked: readonly Pick<Ranked, 'element' | 'strength'>[]): Pick<Located, 'unique' | 'doubt'> {
  const doubt = doubtAbout(ranked);
  return { unique: doubt === 'DOUBT_UNSPECIFIED', doubt };
}

function doubtAbout([best, second]: readonly Pick<Ranked, 'element' | 'strength'>[]): Doubt {
  if (!best) return 'DOUBT_MISSING';
  if (best.strength < goodEnough) return 'DOUBT_WEAK';
  if (second && second.strength > best.strength - clearlyAhead + 1e-9) return 'DOUBT_DOUBLED';
  return isUsable(best.element) ? 'DOUBT_UNSPECIFIED' : 'DOUBT_DISABLED';
}
