import type { Box } from '@karna/proto/gen/geometry/v1/geometry';
import type { RememberedTarget } from '@karna/proto/gen/target/v1/target';
import type { Doubt } from '@karna/proto/gen/vision/v1/element';
import { centre } from '@karna/sight/boxes';
import type { Frame } from '@karna/sight/frame';
import type { Candidate } from '../locating.ts';
import { isPressable } from '../roles.ts';
import type { Screen } from '../screen.ts';
import { isUsable } from '../states.ts';
import { isGreyedOut } from './paleness.ts';
import type { Signs } from './signs.ts';
import { isVeiled } from './veiled.ts';
import { type Patch, strengthOf, type Weighed, type Weighing, weigh } from './weigh.ts';

export interface Recalled {
  /** Best first; their confidences and that of "none of them" make 1. */
  readonly candidates: Candidate[];
  readonly unique: boolean;
  readonly doubt: Doubt;
}

/** From here the best candidate is acted on. */
export const sureEnough = 0.9;
/** Whatever the strengths say: so many independent signs must speak for it... */
const leastSpeakers = 2;
/** ...each at least so clearly. */
const speaks = { name: 0.9, looks: 0.72, edges: 0.55, neighbours: 0.45, heading: 0.9, place: 0.8 };
/** So many of its neighbours are about it that it cannot be its namesake from elsewhere. */
const speaksAlone = 0.75;
/** Less is not worth showing. */
const worthShowing = 0.01;
/** A candidate for which so much speaks "looks right" (strength). */
const looksRight = 0;
/** Strengths closer than this are as good as each other. */
const asGood = 1;

/** Finds the target again by the agreement of independent signs. `within` narrows where it may be, not what stands around it. */
export function recall(
  frame: Frame,
  screen: Screen,
  target: RememberedTarget,
  patch: Patch | undefined,
  { within, limit }: { within?: Box | undefined; limit: number },
): Recalled {
  const recalled = decide(weigh(frame, screen, target, patch, within), limit);
  const [best] = recalled.candidates;
  if (!recalled.unique || !best || !patch) return recalled;
  const isOff = isUsedByName(best.element) && isGreyedOut(frame, screen.lines, best.element.box, patch);
  if (!isOff && !isVeiled(frame, screen, best.element, patch)) return recalled;
  return { ...recalled, unique: false, doubt: 'DOUBT_DISABLED' };
}

/** What is written in a field is no sign of whether it can be used. */
const isUsedByName = ({ role, text }: Candidate['element']): boolean => isPressable(role) && text !== '';

/** Only what stands in the record that has all the texts counts; what looks right elsewhere is another record's. */
export function decide(weighing: Weighing, limit: number): Recalled {
  const { all, record } = weighing;
  const counting = record === 'missing' ? all : all.filter(({ isInRecord }) => isInRecord);
  const judged = counting.map((each) => ({ ...each, strength: strengthOf(each.signs) }));
  const whole = 1 + judged.reduce((sum, { strength }) => sum + Math.exp(strength), 0);
  const ranked = judged
    .sort((a, b) => b.strength - a.strength)
    .map((each): Ranked => ({ ...each, confidence: Math.exp(each.strength) / whole }));
  const doubt = doubtAbout(ranked, weighing);
  return {
    candidates: ranked
      .filter(({ confidence }) => confidence >= worthShowing)
      .slice(0, limit)
      .map(({ element, signs, confidence }) => ({
        element,
        point: centre(element.box),
        confidence,
        signs: spoken(signs),
      })),
    unique: doubt === 'DOUBT_UNSPECIFIED',
    doubt,
  };
}

interface Ranked extends Weighed {
  readonly strength: number;
  readonly confidence: number;
}

function doubtAbout([best, second]: readonly Ranked[], { record, isDoubled, isFewer }: Weighing): Doubt {
  if (!best || best.strength < looksRight) return 'DOUBT_MISSING';
  if (record === 'missing') return 'DOUBT_OTHER_ROW';
  // Two records that cannot be told apart, or that a reader may have mixed up: nobody knows which is meant.
  if (record === 'several') return 'DOUBT_DOUBLED';
  if (second && second.strength > best.strength - asGood) return 'DOUBT_DOUBLED';
  if (best.confidence < sureEnough || speakers(best.signs) < leastSpeakers) return 'DOUBT_WEAK';
  // Where there was one of its kind and now are two, the nearer resemblance is no proof.
  if (isDoubled) return 'DOUBT_DOUBLED';
  // Where there were several, what is left must stand where the meant one stood.
  if (isFewer && best.signs.neighbours < speaksAlone) return 'DOUBT_WEAK';
  return isUsable(best.element) ? 'DOUBT_UNSPECIFIED' : 'DOUBT_DISABLED';
}

/** How many kinds of signs speak for it, independently of each other. */
function speakers(signs: Signs): number {
  return [
    Math.max(signs.text, signs.label) >= speaks.name,
    looksOf(signs) >= speaks.looks || Math.max(signs.edges, signs.edgesAlone) >= speaks.edges,
    signs.neighbours >= speaks.neighbours,
    signs.heading >= speaks.heading,
    signs.place >= speaks.place,
  ].filter(Boolean).length;
}

const looksOf = ({ looks, looksAlone, drawing, drawingAlone }: Signs): number =>
  Math.max(looks, looksAlone, drawing, drawingAlone);

/** Less is not worth saying. */
const leastSaid = 0.3;

/** For people. */
function spoken(signs: Signs): string[] {
  const said: readonly (readonly [string, number])[] = [
    ['text', signs.text],
    ['label', signs.label],
    ['looks', looksOf(signs)],
    ['edges', Math.max(signs.edges, signs.edgesAlone)],
    ['neighbours', signs.neighbours],
    ['heading', signs.heading],
    ['place', signs.place],
  ];
  const role = signs.role === 1 ? ['role'] : [];
  return [
    ...role,
    ...said.filter(([, value]) => value >= leastSaid).map(([name, value]) => `${name} ${value.toFixed(2)}`),
  ];
}
