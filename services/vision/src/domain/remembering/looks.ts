import type { Box } from '@karna/proto/gen/geometry/v1/geometry';
import { boxOf, clipped, grown, rounded } from '@karna/sight/boxes';
import { type Frame, floatAt } from '@karna/sight/frame';
import { inkBounds } from '../ink.ts';
import { around, edgesOf, type Raster, sampled, slopes } from './raster.ts';

/** What an element looks like, in a way that stays when size, colours and light or dark change. */
export interface Looks {
  /** Directions of edges over the whole box... */
  readonly box: Float32Array;
  /** ...and over the drawing inside it alone; undefined when nothing is drawn. */
  readonly drawing: Float32Array | undefined;
  /** Of the drawing; 0 when nothing is drawn. */
  readonly aspect: number;
}

/** 0..1 each. */
export interface LooksAlike {
  /** By the directions of edges in the box. */
  readonly box: number;
  /** By those of the drawing inside. */
  readonly drawing: number;
}

/** Cells of the description and px per cell: elements are twice as wide as high at least as often as not. */
const grid = { columns: 8, rows: 4, cell: 8, directions: 8 };
/** Weak slopes are noise: so much is added to every cell's strength before it is levelled. */
const noise = 20;
/** Finds are a px or two off; what is drawn at the very edge is looked for a little outside. */
const rimPx = 2;

export function looksOf(frame: Frame, box: Box): Looks {
  const ink = drawingIn(frame, box);
  return {
    box: directionsIn(frame, grown(box, rimPx)),
    drawing: ink && directionsIn(frame, grown(ink, 1)),
    aspect: ink ? ink.width / ink.height : 0,
  };
}

/** The smallest box around what is drawn; borders and rims of the element stay out. */
function drawingIn(frame: Frame, box: Box): Box | undefined {
  const rim = Math.min(box.width, box.height) >= 24 ? 3 : -rimPx;
  const inside = clipped(rounded(grown(box, -rim)), frame.width, frame.height);
  const ink = inside.width >= 4 && inside.height >= 4 ? inkBounds(frame, inside) : undefined;
  return ink && ink.width >= 3 && ink.height >= 3 ? ink : undefined;
}

/** Histogram of edge directions, light and dark alike, per cell of a box brought to one size; of length 1. */
function directionsIn(frame: Frame, box: Box): Float32Array {
  const { columns, rows, cell, directions } = grid;
  const raster = sampled(frame, box, columns * cell, rows * cell);
  const { across, down } = slopes(raster);
  const cells = new Float32Array(columns * rows * directions);
  for (let pixel = 0; pixel < across.length; pixel++) {
    const x = floatAt(across, pixel);
    const y = floatAt(down, pixel);
    const strength = Math.sqrt(Math.sqrt(x * x + y * y));
    if (strength === 0) continue;
    const turn = ((Math.atan2(y, x) + 2 * Math.PI) % Math.PI) / Math.PI;
    const column = Math.floor((pixel % raster.width) / cell);
    const row = Math.floor(pixel / raster.width / cell);
    addTurn(cells, (row * columns + column) * directions, turn, strength);
  }
  return levelled(cells, directions);
}

/** Shared between the two nearest directions, so that a small turn changes little. */
function addTurn(cells: Float32Array, from: number, turn: number, strength: number): void {
  const { directions } = grid;
  const place = turn * directions;
  const first = Math.floor(place) % directions;
  const share = place - Math.floor(place);
  cells[from + first] = floatAt(cells, from + first) + strength * (1 - share);
  const next = (first + 1) % directions;
  cells[from + next] = floatAt(cells, from + next) + strength * share;
}

function levelled(cells: Float32Array, directions: number): Float32Array {
  for (let from = 0; from < cells.length; from += directions) {
    let sum = 0;
    for (let index = from; index < from + directions; index++) sum += floatAt(cells, index) ** 2;
    const strength = Math.sqrt(sum) + noise;
    for (let index = from; index < from + directions; index++) cells[index] = floatAt(cells, index) / strength;
  }
  return unitLong(cells);
}

function unitLong(values: Float32Array): Float32Array {
  let sum = 0;
  for (const value of values) sum += value ** 2;
  const length = Math.sqrt(sum);
  return length < 1e-6 ? values : values.map((value) => value / length);
}

export function looksAlike(a: Looks, b: Looks): LooksAlike {
  return {
    box: dot(a.box, b.box),
    drawing: drawingsAlike(a, b),
  };
}

/** Nothing drawn in either is alike, too: an empty field. */
function drawingsAlike(a: Looks, b: Looks): number {
  if (a.drawing && b.drawing) return dot(a.drawing, b.drawing) * aspectFit(a.aspect, b.aspect);
  return a.drawing || b.drawing ? 0 : dot(a.box, b.box);
}

/** A drawing twice as wide is another drawing, though both were brought to one size. */
const aspectFit = (a: number, b: number): number => Math.max(0, 1 - 0.6 * Math.abs(Math.log(a / b)));

function dot(a: Float32Array, b: Float32Array): number {
  let sum = 0;
  for (let index = 0; index < a.length; index++) sum += floatAt(a, index) * floatAt(b, index);
  return Math.max(0, sum);
}

/** Pixels of the template when edges are compared one by one: more costs time and tells little more. */
const templatePx = 1300;
/** How far the element may lie beside where the find says (template px). */
const searchPx = 4;
/** Where nothing was found, so far around at most: 41 x 41 places take some 10 ms. */
const mostSearched = 20;
/** Sizes tried around the expected one. */
const sizes = [0.94, 1, 1.06];

/** An element's edges, pixel by pixel, as something to be laid over other places. */
export interface Template {
  readonly edges: Raster;
  /** Px of the remembered picture per px of the template. */
  readonly shrunk: number;
}

export function templateOf(frame: Frame, box: Box): Template {
  const wanted = grown(box, rimPx);
  const shrunk = Math.max(1, Math.sqrt((wanted.width * wanted.height) / templatePx));
  const width = Math.max(6, Math.round(wanted.width / shrunk));
  const height = Math.max(6, Math.round(wanted.height / shrunk));
  return { edges: edgesOf(sampled(frame, wanted, width, height)), shrunk };
}

/** -1..1: how well the edges fall on each other at the best place and size near this box. */
export function fitOfTemplate({ edges, shrunk }: Template, frame: Frame, box: Box, scale: number): number {
  const fits = sizes.map((size) => {
    const width = edges.width + 2 * searchPx;
    const height = edges.height + 2 * searchPx;
    const step = shrunk * scale * size;
    return bestPlace(edges, edgesOf(sampled(frame, around(box, width * step, height * step), width, height))).fit;
  });
  return Math.max(...fits);
}

/** The place within `reach` px of this box where the edges fall on each other best, in the expected size. */
export function placeOfTemplate(
  { edges, shrunk }: Template,
  frame: Frame,
  box: Box,
  scale: number,
  reach: number,
): { box: Box; fit: number } {
  const step = shrunk * scale;
  const search = Math.min(mostSearched, Math.ceil(reach / step));
  const [width, height] = [edges.width + 2 * search, edges.height + 2 * search];
  const part = around(box, width * step, height * step);
  const { fit, left, top } = bestPlace(edges, edgesOf(sampled(frame, part, width, height)));
  const [x, y] = [part.x + (left + edges.width / 2) * step, part.y + (top + edges.height / 2) * step];
  return { fit, box: boxOf(x - box.width / 2, y - box.height / 2, x + box.width / 2, y + box.height / 2) };
}

/** Correlation of two pictures of edges, freed from strength and contrast, at the best of all places: every second one first. */
function bestPlace(template: Raster, place: Raster): { fit: number; left: number; top: number } {
  const norm = centred(template);
  const [columns, rows] = [place.width - template.width, place.height - template.height];
  let best = { fit: -1, left: 0, top: 0 };
  const look = (left: number, top: number) => {
    const fit = correlation(norm, place, left, top);
    if (fit > best.fit) best = { fit, left, top };
  };
  for (let top = 0; top <= rows; top += 2) for (let left = 0; left <= columns; left += 2) look(left, top);
  const { left, top } = best;
  for (const [dx, dy] of around8) {
    const [x, y] = [left + dx, top + dy];
    if (x >= 0 && y >= 0 && x <= columns && y <= rows) look(x, y);
  }
  return best;
}

const around8 = [-1, 0, 1]
  .flatMap((dx) => [-1, 0, 1].map((dy) => [dx, dy] as const))
  .filter(([dx, dy]) => dx !== 0 || dy !== 0);

/** Freed from its mean; `length` is that of the whole as one vector. */
interface Centred extends Raster {
  readonly length: number;
}

function centred({ width, height, values }: Raster): Centred {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const free = values.map((value) => value - mean);
  return { width, height, values: free, length: Math.sqrt(free.reduce((sum, value) => sum + value * value, 0)) };
}

function correlation(a: Centred, b: Raster, left: number, top: number): number {
  let sum = 0;
  let squares = 0;
  let product = 0;
  for (let y = 0; y < a.height; y++) {
    let other = (top + y) * b.width + left;
    for (let pixel = y * a.width; pixel < (y + 1) * a.width; pixel++, other++) {
      const value = floatAt(b.values, other);
      sum += value;
      squares += value * value;
      product += floatAt(a.values, pixel) * value;
    }
  }
  const spread = a.length * Math.sqrt(Math.max(0, squares - (sum * sum) / (a.width * a.height)));
  return spread > 1 ? product / spread : 0;
}

/** A whole picture as one thing: an icon somebody cut out. */
export const wholeOf = ({ width, height }: Frame): Box => boxOf(0, 0, width, height);
