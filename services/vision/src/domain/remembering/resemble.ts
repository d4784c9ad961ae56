import type { Frame } from '../frame.ts';
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

/** Edges are laid over the best so many only. */
const mostCompared = 10;
/** Less is not worth showing. */
const worthShowing = 0.05;

/** Elements that look like the picture of an icon, best first, whatever the size and colours. */
export function resembling(frame: Frame, screen: Screen, picture: Frame): Resembling[] {
  const whole = wholeOf(picture);
  const looks = looksOf(picture, whole);
  const template = templateOf(picture, whole);
  return screen.elements
    .filter(({ role }) => !isHolder(role) && !isWritten(role))
    .map((element) => {
      const { box, drawing } = looksAlike(looks, looksOf(frame, element.box));
      return { element, box, drawing };
    })
    .sort((a, b) => Math.max(b.box, b.drawing) - Math.max(a.box, a.drawing))
    .slice(0, mostCompared)
    .map(({ element, box, drawing }) => {
      const scale = Math.sqrt((element.box.width * element.box.height) / (whole.width * whole.height));
      const edges = Math.max(
        fitOfTemplate(template, frame, element.box, scale),
        fitOfTemplate(template, frame, element.box, 1),
      );
      return { element, likeness: likelihood({ box, drawing, edges }) };
    })
    .filter(({ likeness }) => likeness >= worthShowing)
    .sort((a, b) => b.likeness - a.likeness);
}

function likelihood({ box, drawing, edges }: { box: number; drawing: number; edges: number }): number {
  const strength = resemblance.bias + resemblance.box * box + resemblance.drawing * drawing + resemblance.edges * edges;
  return 1 / (1 + Math.exp(-strength));
}
