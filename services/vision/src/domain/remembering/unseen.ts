import type { Box } from '@karna/proto/gen/geometry/v1/geometry';
import type { RememberedTarget } from '@karna/proto/gen/target/v1/target';
import { boxOf, centreX, centreY, clipped, grown, holdsCentre, rounded } from '@karna/sight/boxes';
import type { Frame } from '@karna/sight/frame';
import { isHolder } from '../roles.ts';
import { type Element, unsaid } from '../screen.ts';
import type { Scene } from '../tree/scene.ts';
import { placeOfTemplate, type Template } from './looks.ts';
import type { Echo } from './neighbourhood.ts';

/** Fewer neighbours that agree on a place are chance. */
const leastAgreeing = 2;
/** Neighbours agree on a place when they lie so near each other's guess (line heights). */
const agreeing = 2.5;
/** How far around the guess is searched (line heights). */
const reach = 2;
/** Less alike than this is something else, or nothing. */
const leastFit = 0.5;

/**
 * The target where its neighbours say it must be, and where its edges are, though the detector saw nothing there: a find of
 * score 0. Undefined when the neighbours do not say, or nothing looks like it.
 */
export function unseenTarget(
  frame: Frame,
  scene: Scene,
  target: RememberedTarget,
  echoes: readonly Echo[],
  template: Template,
): Element | undefined {
  const guess = guessFrom(scene, echoes);
  if (!guess || !target.box) return undefined;
  const scale = scene.unit / target.lineHeight;
  const { width, height } = target.box;
  const [halfWidth, halfHeight] = [(width * scale) / 2, (height * scale) / 2];
  const near = boxOf(guess.x - halfWidth, guess.y - halfHeight, guess.x + halfWidth, guess.y + halfHeight);
  const place = placeOfTemplate(template, frame, near, scale, reach * scene.unit);
  if (place.fit < leastFit) return undefined;
  const box = clipped(rounded(place.box), frame.width, frame.height);
  if (box.width < 3 || box.height < 3 || isKnown(scene, target, box)) return undefined;
  return { ...unsaid, id: 'unseen', box, role: target.role, score: 0, text: textIn(scene, box) };
}

/** Where most of the neighbours put the target's middle; the nearest of them count first. */
function guessFrom({ unit }: Scene, echoes: readonly Echo[]): { x: number; y: number } | undefined {
  const guesses = echoes.flatMap(({ neighbour, elements }) =>
    neighbour.text === ''
      ? []
      : elements.map(({ box }) => ({
          x: centreX(box) - neighbour.right * unit,
          y: centreY(box) - neighbour.down * unit,
          neighbour,
        })),
  );
  const agreed = guesses.map((guess) => {
    const others = guesses.filter((other) => Math.hypot(other.x - guess.x, other.y - guess.y) <= agreeing * unit);
    return { guess, voices: new Set(others.map(({ neighbour }) => neighbour)).size };
  });
  const most = agreed.reduce<(typeof agreed)[number] | undefined>(
    (best, each) => (best === undefined || each.voices > best.voices ? each : best),
    undefined,
  );
  return most && most.voices >= leastAgreeing ? most.guess : undefined;
}

/** Something of its kind was seen there: that is the target, or it is not there. */
const isKnown = ({ screen }: Scene, target: RememberedTarget, box: Box): boolean =>
  screen.elements.some(
    (element) =>
      !isHolder(element.role) &&
      (holdsCentre(element.box, box) || holdsCentre(box, element.box)) &&
      (element.role === target.role || element.text === ''),
  );

function textIn({ screen }: Scene, box: Box): string {
  const words = screen.lines.flatMap((line) => line.words.filter((word) => holdsCentre(grown(box, 1), word.box)));
  return words.map((word) => word.text).join(' ');
}
