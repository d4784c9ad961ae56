import { readFileSync } from 'node:fs';
import type { IconTrial } from './icons.ts';
import type { Trial } from './trials.ts';

const lines = (file: string): string[] =>
  readFileSync(file, 'utf8')
    .split('\n')
    .filter((line) => line !== '');

export const readTrials = (file: string): Trial[] => lines(file).map((line) => JSON.parse(line));
export const readIconTrials = (file: string): IconTrial[] => lines(`${file}.icons`).map((line) => JSON.parse(line));
