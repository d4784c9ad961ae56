import type { Sign } from './signs.ts';

/**
 * How much each sign counts (natural logarithm of odds), fitted by `models/vision/refind/fit.ts`. A candidate's strength is the sum;
 * that none of them is the target has strength 0.
 */
export const weights: Readonly<Record<Sign, number>> = {
  text: 1.51,
  textPart: 1.99,
  textOther: -1.77,
  textGone: -0.49,
  value: 0.94,
  label: 0,
  labelOther: -0.53,
  labelGone: -0.34,
  role: 0.28,
  roleLike: 0,
  looks: 1.54,
  looksAlone: 1.19,
  drawing: 1.34,
  drawingAlone: 1.48,
  edges: 2.02,
  edgesAlone: 2.93,
  shape: 0,
  size: 0,
  neighbours: 4.09,
  nearest: 2.2,
  heading: 0,
  headingOther: 0,
  ordinal: 0.17,
  ordinalOther: -0.06,
  place: 0.8,
  score: 0.3,
  unseen: -0.21,
};

export const bias = -6.4;

/** The same for an icon known by its picture alone: no text, no neighbours, no place. */
export const resemblance = { bias: -13.09, box: 3.21, drawing: 12.01, edges: 2.6 };
