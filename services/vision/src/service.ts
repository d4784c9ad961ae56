import { DomainError } from '@karna/common/errors';
import type { Box } from '@karna/proto/gen/geometry/v1/geometry';
import type { TargetQuery } from '@karna/proto/gen/target/v1/target';
import { holdsCentre } from './domain/geometry.ts';
import { type Located, locate } from './domain/locating.ts';
import type { Line, Screen } from './domain/screen.ts';
import type { ScreenCache } from './domain/screen-cache.ts';
import { SharedRuns } from './domain/shared-runs.ts';
import { lineOf } from './domain/text-lines.ts';
import type { Events, Images, Perception } from './ports.ts';

const defaultLimit = 5;
const largestLimit = 100;
/** "the Edit right of Ada below Customers": nobody says more than this. */
const deepestRelation = 4;
const longestText = 500;

export interface VisionParts {
  readonly images: Images;
  readonly perception: Perception;
  readonly cache: ScreenCache;
  readonly events: Events;
}

/** Detect, read and locate; an image is looked at once, however often and in however many ways it is asked about. */
export class Vision {
  readonly #parts: VisionParts;
  readonly #runs = new SharedRuns<Screen>();

  constructor(parts: VisionParts) {
    this.#parts = parts;
  }

  detect(image: Uint8Array, signal: AbortSignal): Promise<Screen> {
    return this.#see(image, signal);
  }

  async read(image: Uint8Array, within: Box | undefined, signal: AbortSignal): Promise<Line[]> {
    const { lines } = await this.#see(image, signal);
    return within ? lines.flatMap((line) => partWithin(line, within)) : [...lines];
  }

  async locate(
    image: Uint8Array,
    query: TargetQuery,
    options: { within?: Box | undefined; limit?: number },
    signal: AbortSignal,
  ): Promise<Located> {
    checkQuery(query);
    const began = performance.now();
    const screen = await this.#see(image, signal);
    const located = locate(screen, query, options.within, Math.min(largestLimit, options.limit || defaultLimit));
    this.#parts.events.located({ outcome: outcomeOf(located), tookMs: performance.now() - began });
    return located;
  }

  async #see(image: Uint8Array, signal: AbortSignal): Promise<Screen> {
    const began = performance.now();
    const { images, cache, events } = this.#parts;
    const { key } = await images.check(image);
    const known = cache.get(key);
    const outcome = known ? 'cached' : this.#runs.has(key) ? 'shared' : 'seen';
    try {
      const screen = known ?? (await this.#runs.join(key, signal, (running) => this.#perceive(key, image, running)));
      events.perceived({ outcome, tookMs: performance.now() - began });
      return screen;
    } catch (error) {
      if (!signal.aborted) events.perceived({ outcome: 'failed', tookMs: performance.now() - began });
      throw error;
    }
  }

  async #perceive(key: string, image: Uint8Array, signal: AbortSignal): Promise<Screen> {
    const screen = await this.#parts.perception.perceive(image, signal);
    this.#parts.cache.put(key, screen);
    return screen;
  }
}

function outcomeOf(located: Located): 'unique' | 'unclear' | 'missing' {
  if (located.unique) return 'unique';
  return located.candidates.length > 0 ? 'unclear' : 'missing';
}

function partWithin(line: Line, within: Box): Line[] {
  const words = line.words.filter((word) => holdsCentre(within, word.box));
  if (words.length === line.words.length) return [line];
  return words.length > 0 ? [lineOf(words)] : [];
}

function checkQuery(query: TargetQuery, depth = 0): void {
  if (depth > deepestRelation) throw new DomainError('input.invalid', 'the target is described by too many relations');
  if (query.text.length > longestText) throw new DomainError('input.too_large', 'the name of a target is a few words');
  if (query.text.trim() === '' && query.role === 'ROLE_UNSPECIFIED' && !query.relation) {
    throw new DomainError('input.invalid', 'a target needs a name, a role or a place');
  }
  if (!query.relation) return;
  if (!query.relation.anchor) throw new DomainError('input.invalid', 'a relation needs the thing it relates to');
  checkQuery(query.relation.anchor, depth + 1);
}
