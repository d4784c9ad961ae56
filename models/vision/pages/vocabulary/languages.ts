import { czech, dutch, german, hungarian, polish } from './central.ts';
import { english } from './english.ts';
import { danishNorwegian, swedish, turkish } from './northern.ts';
import { french, italian, portuguese, spanish } from './romance.ts';
import type { Vocabulary } from './vocabulary.ts';

/** Weights: about half of the pages speak English, as the programs and pages people use do. */
export const languages: readonly (readonly [number, Vocabulary])[] = [
  [12, english],
  [2.5, german],
  [1.5, french],
  [1.3, spanish],
  [1, italian],
  [1, portuguese],
  [1, polish],
  [1, czech],
  [0.8, dutch],
  [0.8, swedish],
  [0.8, danishNorwegian],
  [0.8, turkish],
  [0.8, hungarian],
];
