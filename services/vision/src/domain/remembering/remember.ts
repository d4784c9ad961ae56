import type { Box, Point } from '@karna/proto/gen/geometry/v1/geometry';
import type { RememberedTarget } from '@karna/proto/gen/target/v1/target';
import {
  area,
  centreX,
  centreY,
  clipped,
  grown,
  holdsCentre,
  holdsPoint,
  likenessOfBoxes,
  rounded,
  shareInside,
} from '@karna/sight/boxes';
import type { Frame } from '@karna/sight/frame';
import { isHolder } from '../roles.ts';
import type { Element, Screen } from '../screen.ts';
import { headingsOver, rowOf, type Scene, sceneOf, thingsOn } from '../tree/scene.ts';
import { equalsOf } from './equals.ts';
import { neighboursOf } from './neighbourhood.ts';
import { around } from './raster.ts';
import { identityOf } from './row-identity.ts';

/** A place on the screen, as somebody pointed at it. */
export type Pointed = { readonly point: Point } | { readonly box: Box };

/** All but the picture, which has yet to be encoded. */
export interface Remembered {
  readonly target: Omit<RememberedTarget, 'patch'>;
  readonly element: Element;
  /** The pixels to keep: `patchBox` of the target lies in it. */
  readonly patch: Frame;
}

/**
 * Pixels of a patch at most: uncompressed they are 240 kB, so that no picture, however unruly, becomes more than 256 kB as PNG.
 */
const mostPixels = { width: 400, height: 200 };
/** Surroundings kept around the element (line heights). */
const margin = 0.75;
const longestText = 500;
/** Somebody who draws a box around a thing is a little off. */
const drawnLike = 0.5;

/** What tells this element from all others; undefined when nothing was seen at the place. */
export function remember(frame: Frame, screen: Screen, at: Pointed): Remembered | undefined {
  const scene = sceneOf(screen);
  const element = 'box' in at ? elementDrawn(scene, at.box) : elementAt(scene, at.point);
  if (!element) return undefined;
  const row = identityOf(scene, element);
  const equals = equalsOf(frame, scene, element);
  const within = rowOf(scene, element);
  const { part, inside } = cutAround(frame, element.box, scene.unit);
  const target: Omit<RememberedTarget, 'patch'> = {
    role: element.role,
    text: element.text.slice(0, longestText),
    label: element.label.slice(0, longestText),
    patchBox: inside,
    box: element.box,
    screenWidth: screen.width,
    screenHeight: screen.height,
    lineHeight: scene.unit,
    neighbours: neighboursOf(scene, element),
    row: row && row.length > 0 ? { texts: row } : undefined,
    headings: headingsOver(scene, element),
    ordinal: equals.indexOf(element) + 1,
    equals: equals.length,
    equalsInRow: within ? equals.filter(({ box }) => holdsCentre(within.box, box)).length : 0,
  };
  return { target, element, patch: cropped(frame, part) };
}

/** The smallest thing under the point; a row or window only where nothing smaller is. */
function elementAt(scene: Scene, { x, y }: Point): Element | undefined {
  const under = scene.screen.elements.filter(({ box }) => holdsPoint(box, x, y));
  const things = under.filter(({ role }) => !isHolder(role));
  return smallest(things) ?? smallest(under);
}

const smallest = (elements: readonly Element[]): Element | undefined =>
  [...elements].sort((a, b) => area(a.box) - area(b.box))[0];

/** The element that the drawn box is closest to; else the largest thing that lies in it, else what is under its middle. */
function elementDrawn(scene: Scene, box: Box): Element | undefined {
  const alike = [...scene.screen.elements].sort((a, b) => likenessOfBoxes(b.box, box) - likenessOfBoxes(a.box, box));
  if (alike[0] && likenessOfBoxes(alike[0].box, box) >= drawnLike) return alike[0];
  const inside = thingsOn(scene)
    .filter((thing) => shareInside(thing.box, box) > 0.8)
    .sort((a, b) => area(b.box) - area(a.box));
  return inside[0] ?? elementAt(scene, { x: centreX(box), y: centreY(box) });
}

/** The part of the frame to keep, and the element's box in it (whole px). */
function cutAround(frame: Frame, box: Box, unit: number): { part: Box; inside: Box } {
  const wide = grown(box, margin * unit);
  const most = around(box, Math.min(wide.width, mostPixels.width), Math.min(wide.height, mostPixels.height));
  const part = clipped(rounded(most), frame.width, frame.height);
  const shown = clipped(rounded({ ...box, x: box.x - part.x, y: box.y - part.y }), part.width, part.height);
  return { part, inside: shown };
}

export function cropped(frame: Frame, part: Box): Frame {
  const rgb = new Uint8Array(part.width * part.height * 3);
  for (let row = 0; row < part.height; row++) {
    const from = ((part.y + row) * frame.width + part.x) * 3;
    rgb.set(frame.rgb.subarray(from, from + part.width * 3), row * part.width * 3);
  }
  return { width: part.width, height: part.height, rgb };
}
