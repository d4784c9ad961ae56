import type { Sign } from './signs.ts';

/**
 * How much each sign counts (natural logarithm of odds), fitted by `models/vision/refind/fit.ts`. A candidate's strength is the sum;
 * that none of them is the target has strength 0.
 */
export const weights: Readonly<Record<Sign, number>> = {
  text: 2.23,
  textPart: 3.49,
  textOther: -3.17,
  textGone: -0.46,
  value: 2.22,
  label: 2.66,
  labelOther: -1.97,
  labelGone: -0.67,
  role: 0.52,
  roleLike: 0,
  looks: 3.15,
  looksAlone: 2.02,
  drawing: 1.49,
  drawingAlone: 2.84,
  edges: 3.12,
  edgesAlone: 3.56,
  shape: -1.15,
  size: -1.33,
  neighbours: 3.15,
  nearest: 2.46,
  heading: 0.04,
  headingOther: 0,
  ordinal: 1.73,
  ordinalOther: -1.66,
  record: 0.93,
  place: 0.8,
  score: 0,
  unseen: -1.14,
};

export const bias = -8.24;

/** The same for an icon known by its picture alone: no text, no neighbours, no place. */
export const resemblance = { bias: -14.35, box: 7.5, drawing: 8.15, edges: 6.27 };
