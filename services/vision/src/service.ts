import { DomainError } from '@karna/common/errors';
import type { Box } from '@karna/proto/gen/geometry/v1/geometry';
import type { RememberedTarget, TargetQuery } from '@karna/proto/gen/target/v1/target';
import type { AccessibleElement, Doubt } from '@karna/proto/gen/vision/v1/element';
import { holdsCentre } from '@karna/sight/boxes';
import { lineOf } from '@karna/sight/text-lines';
import type { Comparison } from './domain/comparing/comparing.ts';
import { type Candidate, locate } from './domain/locating.ts';
import type { Pointed } from './domain/remembering/remember.ts';
import { narrowed } from './domain/resembling.ts';
import type { Line, Screen } from './domain/screen.ts';
import type { ScreenCache } from './domain/screen-cache.ts';
import { SharedRuns } from './domain/shared-runs.ts';
import type { Events, Images, LookHints, Memory, Perception, Question, Recollection, Seen } from './ports.ts';

const defaultLimit = 5;
const largestLimit = 100;

export interface VisionParts {
  readonly images: Images;
  readonly perception: Perception;
  readonly cache: ScreenCache;
  readonly events: Events;
}

/** What a target is known by: words, what was remembered of it, a picture of it, or words and a picture. */
export type Sought =
  | { readonly remembered: RememberedTarget }
  | { readonly query: TargetQuery | undefined; readonly looksLike: Uint8Array | undefined };

export interface Found {
  readonly candidates: Candidate[];
  readonly unique: boolean;
  readonly similar: string[];
  readonly doubt: Doubt;
  readonly hints: Candidate[];
}

/** Everything that can be asked of a picture; it is looked at once, however often and in however many ways it is asked about. */
export class Vision {
  readonly #parts: VisionParts;
  readonly #runs = new SharedRuns<Seen>();

  constructor(parts: VisionParts) {
    this.#parts = parts;
  }

  parse(image: Uint8Array, hints: LookHints, signal: AbortSignal): Promise<Seen> {
    return this.#see(image, hints, signal);
  }

  async read(image: Uint8Array, within: Box | undefined, hints: LookHints, signal: AbortSignal): Promise<Line[]> {
    const { lines } = await this.#see(image, hints, signal);
    return within ? lines.flatMap((line) => partWithin(line, within)) : [...lines];
  }

  async locate(
    image: Uint8Array,
    sought: Sought,
    options: { within?: Box | undefined; limit?: number },
    hints: LookHints,
    signal: AbortSignal,
  ): Promise<Found> {
    const began = performance.now();
    const limit = Math.min(largestLimit, options.limit || defaultLimit);
    const found = await this.#find(image, sought, { within: options.within, limit }, hints, signal);
    this.#parts.events.located({ by: wayOf(sought), outcome: outcomeOf(found), tookMs: performance.now() - began });
    return found;
  }

  /** Errors: `element.none` when nothing was seen at the place. */
  async remember(image: Uint8Array, at: Pointed, hints: LookHints, signal: AbortSignal): Promise<Memory> {
    const began = performance.now();
    // As exactly as it can be seen: it is looked for by this ever after.
    const screen = await this.#see(image, { ...hints, anew: true }, signal);
    const { memory } = await this.#recollect(image, screen, { kind: 'remember', at }, hints, signal);
    if (!memory) throw new DomainError('element.none', 'there is no element at that place');
    const outcome = memory.unique ? 'unique' : 'unclear';
    this.#parts.events.remembered({ outcome, tookMs: performance.now() - began });
    return memory;
  }

  async compare(
    images: { before: Uint8Array; after: Uint8Array },
    options: { ignore: readonly Box[]; desktopId: string },
    signal: AbortSignal,
  ): Promise<Comparison> {
    const { images: pictures, perception } = this.#parts;
    await Promise.all([pictures.check(images.before), pictures.check(images.after)]);
    return perception.compare(images.before, images.after, signal, options);
  }

  /** What is in doubt on a screen that was pieced together is looked for once more in one look at all of it. */
  async #find(
    image: Uint8Array,
    sought: Sought,
    part: { within?: Box | undefined; limit: number },
    hints: LookHints,
    signal: AbortSignal,
  ): Promise<Found> {
    const screen = await this.#see(image, hints, signal);
    const found = await this.#findOn(screen, image, sought, part, hints, signal);
    if (found.unique || screen.isWhole) return found;
    const whole = await this.#see(image, { ...hints, anew: true }, signal);
    return this.#findOn(whole, image, sought, part, hints, signal);
  }

  async #findOn(
    screen: Screen,
    image: Uint8Array,
    sought: Sought,
    { within, limit }: { within?: Box | undefined; limit: number },
    hints: LookHints,
    signal: AbortSignal,
  ): Promise<Found> {
    if ('remembered' in sought) {
      const question = { kind: 'recall', target: sought.remembered, within, limit } as const;
      const { recalled } = await this.#recollect(image, screen, question, hints, signal);
      return { ...recalled, similar: [], hints: [] };
    }
    const { query, looksLike } = sought;
    if (!looksLike) return query ? locate(screen, query, within, limit) : nothingSought();
    await this.#parts.images.check(looksLike);
    const question = { kind: 'resemble', picture: looksLike } as const;
    const { resembling } = await this.#recollect(image, screen, question, hints, signal);
    return narrowed(screen, resembling, query, { within, limit });
  }

  async #recollect<Q extends Question>(
    image: Uint8Array,
    screen: Screen,
    question: Q,
    hints: LookHints,
    signal: AbortSignal,
  ) {
    const answer = await this.#parts.perception.recollect(image, screen, question, signal, hints);
    return answer as Extract<Recollection, { kind: (typeof answerTo)[Q['kind']] }>;
  }

  async #see(image: Uint8Array, hints: LookHints, signal: AbortSignal): Promise<Seen> {
    const began = performance.now();
    const { images, cache, events } = this.#parts;
    const { key: picture } = await images.check(image);
    // What applications say of themselves changes what is seen; whose screen it is does not.
    const key = hints.accessible?.length ? `${picture}/${await digestOf(hints.accessible)}` : picture;
    const kept = cache.get(key);
    const known = kept?.isWhole || !hints.anew ? kept : undefined;
    const run = hints.anew ? `${key}/anew` : key;
    const outcome = known ? 'cached' : this.#runs.has(run) ? 'shared' : 'seen';
    try {
      const seen = known
        ? { ...known, lookedAt: 0 }
        : await this.#runs.join(run, signal, (running) => this.#perceive(key, image, hints, running));
      events.perceived({ outcome, tookMs: performance.now() - began });
      return seen;
    } catch (error) {
      if (!signal.aborted) events.perceived({ outcome: 'failed', tookMs: performance.now() - began });
      throw error;
    }
  }

  async #perceive(key: string, image: Uint8Array, hints: LookHints, signal: AbortSignal): Promise<Seen> {
    const seen = await this.#parts.perception.perceive(image, signal, hints);
    this.#parts.cache.put(key, seen);
    return seen;
  }
}

const answerTo = { remember: 'remembered', recall: 'recalled', resemble: 'resembling' } as const;

function nothingSought(): never {
  throw new DomainError('input.invalid', 'there is nothing to look for in the request');
}

function wayOf(sought: Sought): 'words' | 'memory' | 'looks' {
  if ('remembered' in sought) return 'memory';
  return sought.looksLike ? 'looks' : 'words';
}

function outcomeOf({ unique, candidates }: Found): 'unique' | 'unclear' | 'missing' {
  if (unique) return 'unique';
  return candidates.length > 0 ? 'unclear' : 'missing';
}

function partWithin(line: Line, within: Box): Line[] {
  const words = line.words.filter((word) => holdsCentre(within, word.box));
  if (words.length === line.words.length) return [line];
  return words.length > 0 ? [lineOf(words)] : [];
}

async function digestOf(accessible: readonly AccessibleElement[]): Promise<string> {
  const bytes = new TextEncoder().encode(JSON.stringify(accessible));
  return Buffer.from(await crypto.subtle.digest('SHA-256', bytes)).toString('base64');
}
