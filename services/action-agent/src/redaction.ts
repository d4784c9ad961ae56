import { DomainError } from '@karna/common/errors';
import type { Size } from './domain/geometry.ts';
import type { Pixels } from './domain/pixels.ts';
import { configuredPlaces, type Region } from './domain/redaction/configured.ts';
import { namedPlaces } from './domain/redaction/fields.ts';
import type { PatternName } from './domain/redaction/find.ts';
import { toEndsOfWords } from './domain/redaction/ink.ts';
import { keptFields } from './domain/redaction/kept-fields.ts';
import { type Mask, tidied, withMargin } from './domain/redaction/masks.ts';
import { isCutOff, type Part, partsToRead, updated, widened } from './domain/redaction/remembered-text.ts';
import { TypedAddresses } from './domain/redaction/typed-addresses.ts';
import { unnamedNumbers } from './domain/redaction/unnamed-numbers.ts';
import type { Place } from './domain/redaction/writing.ts';
import { type Wanted, withoutSecrets, writtenSecrets } from './domain/redaction/written-secrets.ts';
import type { Box, ReadLine, TextReader, Window } from './ports.ts';

export interface RedactionPolicy {
  readonly patterns: ReadonlySet<PatternName>;
  /** Fields that hide their text or are named like a secret, and values that are named so. */
  readonly fields: boolean;
  readonly regions: readonly Region[];
  /** Titles or names of applications. */
  readonly windows: readonly RegExp[];
}

export interface RedactionParts {
  readonly policy: RedactionPolicy;
  readonly reader: TextReader;
}

/** What besides the pixels speaks of a picture. */
export interface Circumstances {
  /** Every list of windows that may have been there when it was taken, bottom first. */
  readonly windows: readonly (readonly Window[])[];
  /** Fields of which the application itself says that they hide their text. */
  readonly passwordFields: readonly Box[];
}

/** The last answer, and what it was an answer to. */
interface Said {
  /** Where something of it is hidden. */
  readonly picture: Pixels | undefined;
  readonly lines: readonly ReadLine[];
  readonly key: string;
  readonly masks: readonly Mask[];
}

/**
 * Says what of a picture must not leave. Keeps what was read of the picture before, so that only what changed is read
 * again. Anything that goes wrong ends in an error, never in a picture.
 */
export class Redaction {
  readonly #parts: RedactionParts;
  /** The newest first. */
  #known: readonly Known[] = [];
  #said: Said | undefined;
  readonly #saidPicture = new KeptPicture();
  readonly #typed = new TypedAddresses();
  /** One reading at a time: each builds on the one before. */
  #turn: Promise<unknown> = Promise.resolve();

  constructor(parts: RedactionParts) {
    this.#parts = parts;
  }

  /** Fails with `capture.failed` when it cannot be told, and with the signal's reason when that aborts. */
  async masksFor(picture: Pixels, circumstances: Circumstances, signal: AbortSignal): Promise<readonly Mask[]> {
    const lines = await this.#read(picture, signal);
    const key = JSON.stringify([circumstances, this.#typed.count]);
    // The very same lines are those of the very same picture.
    if (this.#said?.lines === lines && this.#said.key === key) return this.#said.masks;
    const before = this.#said?.picture;
    const hidden = before ? keptFields(this.#hiddenFields, before, picture) : [];
    const masks = this.#masksOf(picture, lines, hidden, circumstances);
    const hides = masks.some(({ reason }) => reason === 'field');
    this.#said = { picture: hides ? this.#saidPicture.keep(picture) : undefined, lines, key, masks };
    return masks;
  }

  /** The masks of the picture before. */
  get masks(): readonly Mask[] {
    return this.#said?.masks ?? [];
  }

  /** What is about to be typed: the addresses in it are known to whoever had it typed. */
  typing(text: string): void {
    this.#typed.note(text);
  }

  /** Reads ahead of being asked; what it learns makes the next answer quick. Never rejects. */
  async lookAhead(picture: Pixels, signal: AbortSignal): Promise<void> {
    await this.#read(picture, signal).catch(() => undefined);
  }

  /** The same text with secrets in it replaced. */
  withoutSecrets(text: string): string {
    return withoutSecrets(text, this.#wanted);
  }

  /** Titles without secrets; none at all of windows that are hidden. */
  windows(list: readonly Window[]): Window[] {
    const { windows } = this.#parts.policy;
    return list.map((window) => {
      const isHidden = windows.some((pattern) => pattern.test(window.title) || pattern.test(window.application));
      return { ...window, title: isHidden ? '' : this.withoutSecrets(window.title) };
    });
  }

  get needsWindows(): boolean {
    const { regions, windows } = this.#parts.policy;
    return windows.length > 0 || regions.some(({ window }) => window);
  }

  /** Nothing of a text leaves before it was read. */
  get reads(): boolean {
    const { patterns, fields } = this.#parts.policy;
    return patterns.size > 0 || fields;
  }

  /** What is masked whatever is written there. `windows` as in `Circumstances`. */
  configured(windows: Circumstances['windows'], size: Size): Box[] {
    const { policy } = this.#parts;
    const lists = windows.length > 0 ? windows : [[]];
    return lists.flatMap((list) => configuredPlaces(policy.regions, policy.windows, list, size));
  }

  close(): Promise<void> {
    return this.#parts.reader.close();
  }

  get #wanted(): Wanted {
    const { policy } = this.#parts;
    return { patterns: policy.patterns, named: policy.fields, isKnown: (address) => this.#typed.isKnown(address) };
  }

  get #hiddenFields(): Box[] {
    return this.masks.filter(({ reason }) => reason === 'field').map(({ box }) => box);
  }

  #masksOf(
    picture: Pixels,
    lines: readonly ReadLine[],
    hidden: readonly Box[],
    { windows, passwordFields }: Circumstances,
  ): Mask[] {
    const { policy } = this.#parts;
    const numbers = (['card', 'iban'] as const).filter((name) => policy.patterns.has(name));
    const named = policy.fields ? namedPlaces(picture, lines, numbers) : { fields: [], values: [] };
    const written = writtenSecrets(lines, this.#wanted, picture);
    const whole = (place: Place): Box => withMargin(toEndsOfWords(picture, place));
    const masks: Mask[] = [
      ...windows
        .flatMap((list) => configuredPlaces(policy.regions, policy.windows, list, picture))
        .map(as('configured')),
      ...[...named.fields, ...hidden, ...(policy.fields ? passwordFields : [])].map(as('field')),
      ...named.values.map(whole).map(as('field')),
      ...(policy.fields ? unnamedNumbers(picture, lines) : []).map(whole).map(as('unsure')),
      ...written.map(({ place, sure }) => ({ box: whole(place), reason: sure ? 'pattern' : 'unsure' }) as const),
    ];
    return tidied(masks, picture);
  }

  #read(picture: Pixels, signal: AbortSignal): Promise<readonly ReadLine[]> {
    const mine = this.#turn.then(() => this.#readNow(picture, signal));
    this.#turn = mine.catch(() => undefined);
    return mine;
  }

  async #readNow(picture: Pixels, signal: AbortSignal): Promise<readonly ReadLine[]> {
    const { policy } = this.#parts;
    if (policy.patterns.size === 0 && !policy.fields) return [];
    const known = this.#known;
    const { base, parts } = nearestTo(picture, known);
    if (base && parts.length === 0) {
      this.#known = [base, ...known.filter((one) => one !== base)];
      return base.lines;
    }
    // Until all of it is read nothing is known of it: a reading that fails must not be taken for one that found nothing.
    this.#known = [];
    const lines = await this.#update(base?.lines ?? [], parts, picture, signal);
    const room = Math.max(1, Math.min(mostKnown, Math.floor(mostKnownBytes / picture.data.byteLength)));
    const kept = known[room - 1]?.kept ?? new KeptPicture();
    this.#known = [{ kept, picture: kept.keep(picture), lines }, ...known.slice(0, room - 1)];
    return lines;
  }

  async #update(
    known: readonly ReadLine[],
    parts: readonly Part[],
    picture: Pixels,
    signal: AbortSignal,
  ): Promise<ReadLine[]> {
    const read = await this.#ask(parts, picture, signal);
    const cut = parts.map((part, index) => isCutOff(part, read[index] ?? [], picture));
    if (!cut.some(Boolean)) return updated(known, parts, read);
    const wider = parts.map((part, index) => (cut[index] ? widened(part, picture) : part));
    return updated(known, wider, await this.#ask(wider, picture, signal));
  }

  async #ask(parts: readonly Part[], picture: Pixels, signal: AbortSignal): Promise<ReadLine[][]> {
    const boxes = parts.map(({ box }) => box);
    try {
      return await this.#parts.reader.read(picture, boxes, signal);
    } catch (cause) {
      signal.throwIfAborted();
      throw new DomainError(
        'capture.failed',
        'the screen could not be checked for secrets, so no picture of it leaves',
        { cause },
      );
    }
  }
}

/** A picture that was read. */
interface Known {
  readonly kept: KeptPicture;
  readonly picture: Pixels;
  readonly lines: readonly ReadLine[];
}

/** What was read of so many pictures is kept, as far as they fit: a list that is turned there and back is not read again. */
const mostKnown = 3;
const mostKnownBytes = 32 * 2 ** 20;
/** The newest is near enough when no more of the screen than this has to be read. */
const little = 0.2;

/** The picture that it differs least from, and what has to be read of it then; all of it where none is known. */
function nearestTo(picture: Pixels, known: readonly Known[]): { base?: Known; parts: readonly Part[] } {
  let best: { base?: Known; parts: readonly Part[] } = { parts: [wholeOf(picture)] };
  for (const base of known) {
    const parts = partsToRead(base.picture, picture, base.lines);
    if (areaOf(parts) < areaOf(best.parts)) best = { base, parts };
    if (areaOf(best.parts) <= little * picture.width * picture.height) break;
  }
  return best;
}

const areaOf = (parts: readonly Part[]): number => parts.reduce((sum, { box }) => sum + box.width * box.height, 0);

const wholeOf = ({ width, height }: Pixels): Part => {
  const box = { x: 0, y: 0, width, height };
  return { box, stale: [box] };
};

/** A copy, for the memory of frames is used again for later ones. So is its own: what was kept before is lost. */
class KeptPicture {
  #picture: Pixels | undefined;

  keep({ width, height, data }: Pixels): Pixels {
    const isSameSize = this.#picture?.width === width && this.#picture.height === height;
    if (!this.#picture || !isSameSize) this.#picture = { width, height, data: new Uint8Array(data) };
    else this.#picture.data.set(data);
    return this.#picture;
  }
}

const as =
  (reason: Mask['reason']) =>
  (box: Box): Mask => ({ box, reason });
