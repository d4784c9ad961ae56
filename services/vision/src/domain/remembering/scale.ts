import type { RememberedTarget } from '@karna/proto/gen/target/v1/target';
import { area, centreX, centreY } from '@karna/sight/boxes';
import type { Element } from '../screen.ts';
import type { Scene } from '../tree/scene.ts';
import type { Echo } from './neighbourhood.ts';

/** Nearer to each other than this (line heights) two things say little about the scale. */
const leastApart = 2;
/** Half as much counts what stood at this distance from the target (line heights): what is far away may be another window's. */
const halfWay = 6;
/** Scales that differ by less are one (natural logarithm). */
const agreeing = Math.log(1.08);
/** Half as much counts a scale that is so far from what the usual line says (natural logarithm): in a window that was pulled larger
 * what stands at its edges goes apart, too. */
const unusual = Math.log(1.7);
/** Fewer pairs that agree are chance. */
const leastPairs = 3;

interface Pair {
  /** Natural logarithm. */
  readonly scale: number;
  readonly weight: number;
}

/**
 * How high a line of the screen that the target was remembered on would be on this one (px): by how far apart the things are
 * now that stood around it. Where they do not tell, by the usual line, which also changes with what else is on the screen.
 */
export function unitFor(scene: Scene, { lineHeight }: RememberedTarget, echoes: readonly Echo[]): number {
  const pairs = pairsOf(echoes, lineHeight).map((pair) => usualness(pair, Math.log(scene.unit / lineHeight)));
  const best = pairs
    .map(({ scale }) => pairs.filter((other) => Math.abs(other.scale - scale) < agreeing))
    .reduce<readonly Pair[]>((most, agreed) => (weightOf(agreed) > weightOf(most) ? agreed : most), []);
  if (best.length < leastPairs) return scene.unit;
  const scale = best.reduce((sum, pair) => sum + pair.scale * pair.weight, 0) / weightOf(best);
  return lineHeight * Math.exp(scale);
}

const usualness = ({ scale, weight }: Pair, usual: number): Pair => ({
  scale,
  weight: weight / (1 + ((scale - usual) / unusual) ** 2),
});

/** A name agrees from here on, and width to height differ by less (natural logarithm). */
const sameName = 0.9;
const sameShape = 0.15;
/** So much larger or smaller is another size (natural logarithm); further apart is no size of one thing. */
const otherSize = { least: Math.log(1.08), most: Math.log(3.3) };

/**
 * The same by the element itself, where it is another one: a page that is zoomed is larger than the bars around it, which may be most of what is
 * seen. Undefined where its name or its shape says that it is another thing.
 */
export function ownUnit(
  { box: old, lineHeight }: RememberedTarget,
  { unit }: Scene,
  { box }: Element,
  { text, label, shape }: { readonly text: number; readonly label: number; readonly shape: number },
): number | undefined {
  if (!old || Math.max(text, label) < sameName || shape > sameShape) return undefined;
  const own = lineHeight * Math.sqrt(area(box) / area(old));
  const [fromUsual, fromOld] = [Math.abs(Math.log(own / unit)), Math.abs(Math.log(own / lineHeight))];
  return fromUsual > otherSize.least && fromOld < otherSize.most ? own : undefined;
}

const weightOf = (pairs: readonly Pair[]): number => pairs.reduce((sum, { weight }) => sum + weight, 0);

/** Two neighbours of which each is there once. */
function pairsOf(echoes: readonly Echo[], lineHeight: number): Pair[] {
  const sole = echoes.flatMap(({ neighbour, elements: [only, ...others] }) =>
    only && others.length === 0 && neighbour.text !== '' ? [{ neighbour, only }] : [],
  );
  return sole.flatMap((a, index) =>
    sole.slice(index + 1).flatMap((b): Pair[] => {
      const before = Math.hypot(a.neighbour.right - b.neighbour.right, a.neighbour.down - b.neighbour.down);
      const now = apart(a.only, b.only);
      if (before < leastApart || now === 0) return [];
      const way = Math.max(wayOf(a.neighbour), wayOf(b.neighbour));
      return [{ scale: Math.log(now / (before * lineHeight)), weight: 1 / (1 + way / halfWay) }];
    }),
  );
}

const apart = (a: Element, b: Element): number =>
  Math.hypot(centreX(a.box) - centreX(b.box), centreY(a.box) - centreY(b.box));

const wayOf = ({ right, down }: { readonly right: number; readonly down: number }): number => Math.hypot(right, down);
