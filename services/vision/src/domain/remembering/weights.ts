import type { Sign } from './signs.ts';

/**
 * How much each sign counts (natural logarithm of odds), fitted by `models/vision/refind/fit.ts`. A candidate's strength is the sum;
 * that none of them is the target has strength 0.
 */
export const weights: Readonly<Record<Sign, number>> = {
  text: 4,
  textPart: 0.5,
  textOther: -4,
  textGone: -1.5,
  value: 1,
  label: 3,
  labelOther: -3,
  labelGone: -1,
  role: 1.5,
  roleLike: 0.5,
  looks: 2,
  looksAlone: 4,
  drawing: 2,
  drawingAlone: 4,
  edges: 2,
  edgesAlone: 3,
  shape: -1,
  size: -1,
  neighbours: 4,
  nearest: 2,
  heading: 1,
  headingOther: -1,
  ordinal: 2,
  ordinalOther: -3,
  place: 1,
  score: 0.5,
  unseen: -1,
};

export const bias = -8;

/** The same for an icon known by its picture alone: no text, no neighbours, no place. */
export const resemblance = { bias: -14, box: 4, drawing: 10, edges: 4 };
