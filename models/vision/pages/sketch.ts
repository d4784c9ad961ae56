import type { Framework } from './frameworks.ts';
import type { Icons } from './icons.ts';
import type { Random } from './random.ts';
import type { Speech } from './speech.ts';
import type { Theme } from './theme.ts';

/** What every block draws with. A block is a function from a sketch to markup. */
export interface Sketch {
  readonly random: Random;
  readonly theme: Theme;
  readonly framework: Framework;
  readonly speech: Speech;
  readonly icons: Icons;
  /** CSS px of the page. */
  readonly width: number;
  readonly height: number;
}

export type Block = (sketch: Sketch) => string;

/**
 * Marks an element for the truth: `data-r` is the role (contract names), `data-s` its visible states, `data-n` a name
 * that no visible text gives.
 */
export function truth(role: string, states: readonly string[] = [], name?: string): string {
  const stated = states.length > 0 ? ` data-s="${states.join(' ')}"` : '';
  return `data-r="${role}"${stated}${name === undefined ? '' : ` data-n="${name}"`}`;
}
