import type { Frame } from '@karna/sight/frame';
import { isHolder, isWritten } from '../roles.ts';
import type { Element, Screen } from '../screen.ts';
import { fitOfTemplate, looksAlike, looksOf, templateOf, wholeOf } from './looks.ts';
import { resemblance } from './weights.ts';

/** An element with the probability that it is what the picture shows. */
export interface Resembling {
  readonly element: Element;
  /** 0..1. */
  readonly likeness: number;
}

/** How an element and a picture look alike, each 0..1: by directions of edges, by those of the drawing alone, edge on edge. */
export interface Resemblance {
  readonly element: Element;
  readonly box: number;
  readonly drawing: number;
  readonly edges: number;
}

/** Edges are laid over the best so many only. */
const mostCompared = 10;
/** Less is not worth showing. */
const worthShowing = 0.05;

/** Elements that look like the picture of an icon, best first, whatever the size and colours. */
export function resembling(frame: Frame, screen: Screen, picture: Frame): Resembling[] {
  return resemblances(frame, screen, picture)
    .map((one) => ({ element: one.element, likeness: likelihoodOf(one) }))
    .filter(({ likeness }) => likeness >= worthShowing)
    .sort((a, b) => b.likeness - a.likeness);
}

export function resemblances(frame: Frame, screen: Screen, picture: Frame): Resemblance[] {
  const whole = wholeOf(picture);
  const looks = looksOf(picture, whole);
  const template = templateOf(picture, whole);
  return screen.elements
    .filter(({ role }) => !isHolder(role) && !isWritten(role))
    .map((element) => ({ element, ...looksAlike(looks, looksOf(frame, element.box)) }))
    .sort((a, b) => b.box + b.drawing - a.box - a.drawing)
    .slice(0, mostCompared)
    .map((one) => {
      // Its size on the screen is not known; that of the find is the best guess, unless the find is a button around it.
      const byFind = Math.sqrt((one.element.box.width * one.element.box.height) / (whole.width * whole.height));
      const fits = [byFind, 1].map((scale) => fitOfTemplate(template, frame, one.element.box, scale));
      return { ...one, edges: Math.max(0, ...fits) };
    });
}

function likelihoodOf({ box, drawing, edges }: Resemblance): number {
  const { bias, ...weights } = resemblance;
  const strength = bias + weights.box * box + weights.drawing * drawing + weights.edges * edges;
  return 1 / (1 + Math.exp(-strength));
}
