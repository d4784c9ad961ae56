import { DomainError } from '@karna/common/errors';
import type { Box } from '@karna/proto/gen/geometry/v1/geometry';
import { RememberedTarget, type TargetQuery } from '@karna/proto/gen/target/v1/target';
import { type AccessibleElement, Candidate, type Doubt, Element } from '@karna/proto/gen/vision/v1/element';
import type { LocateReply, ReadReply, RememberReply } from '@karna/proto/gen/vision/v1/vision';
import { centre, contains } from '../../domain/geometry.ts';
import type { Eyes, LocateOptions, LookOptions } from '../../ports.ts';
import { type Drawn, decode, type Thing } from './screen.ts';

/** Finds and reads what was drawn, and nothing else. A name matches as a whole, or as words of it when not quoted. */
export class MemoryEyes implements Eyes {
  /** How often it was asked to locate something. */
  located = 0;
  /** Thrown instead of an answer, if set. */
  failure: Error | undefined;

  async locate(
    picture: Uint8Array,
    query: TargetQuery = anything,
    { within, accessible = [], looksLike, signal }: LocateOptions = {},
  ): Promise<LocateReply> {
    signal?.throwIfAborted();
    if (this.failure) throw this.failure;
    this.located += 1;
    const things = decode(picture)
      .things.filter(({ box }) => !within || contains(within, centre(box)))
      .map((thing) => ({ ...thing, label: thing.label ?? nameSaid(thing, accessible) }));
    const matching = ranked(
      things.filter((thing) => matches(thing, query) && (!looksLike || isDrawnLike(thing, looksLike))),
      query,
    );
    const chosen =
      query.ordinal === 0 ? matching : [matching.at(query.ordinal > 0 ? query.ordinal - 1 : query.ordinal)];
    const candidates = chosen.filter((thing) => thing !== undefined).map(candidateOf);
    const names = new Set(things.map(nameOf).filter((name) => name[0]?.toLowerCase() === query.text[0]?.toLowerCase()));
    const hints = candidates.length > 0 ? [] : things.filter((thing) => isPiece(thing, query)).map(hintOf);
    const unique = candidates.length === 1;
    const doubt = unique ? 'DOUBT_UNSPECIFIED' : candidates.length > 0 ? 'DOUBT_DOUBLED' : 'DOUBT_MISSING';
    return { candidates, unique, doubt, similar: candidates.length > 0 ? [] : [...names], hints };
  }

  /** By its name or its looks, in the record that has all the texts. */
  async recall(
    picture: Uint8Array,
    target: RememberedTarget,
    { within, signal }: LookOptions = {},
  ): Promise<LocateReply> {
    signal?.throwIfAborted();
    if (this.failure) throw this.failure;
    this.located += 1;
    const alike = decode(picture)
      .things.filter(({ box }) => !within || contains(within, centre(box)))
      .filter((thing) => isLike(thing, target));
    const texts = target.row?.texts ?? [];
    const own = alike.filter(({ row = [] }) => texts.every((text) => row.includes(text)));
    const found = own.length > 0 ? own : alike;
    const doubt = doubtAbout(alike, own);
    return { candidates: found.map(candidateOf), unique: doubt === 'DOUBT_UNSPECIFIED', doubt, similar: [], hints: [] };
  }

  async remember(picture: Uint8Array, place: Box): Promise<RememberReply> {
    const thing = decode(picture).things.findLast(({ box }) => contains(box, centre(place)));
    if (!thing) throw new DomainError('element.none', 'nothing was seen there');
    return { target: memoryOf(thing), element: candidateOf(thing).element, unique: true };
  }

  async read(picture: Uint8Array, { within, signal }: LookOptions = {}): Promise<ReadReply> {
    signal?.throwIfAborted();
    if (this.failure) throw this.failure;
    const things = decode(picture).things.filter(
      ({ box, text }) => text !== '' && (!within || contains(within, centre(box))),
    );
    return { lines: things.map(({ text, box }) => ({ text, box, words: [] })) };
  }

  async see(picture: Uint8Array, { signal }: LookOptions = {}): Promise<readonly Element[]> {
    signal?.throwIfAborted();
    if (this.failure) throw this.failure;
    return decode(picture).things.map(elementOf);
  }
}

/** Asked for by its looks alone. */
const anything: TargetQuery = { text: '', role: 'ROLE_UNSPECIFIED', ordinal: 0, relation: undefined, exact: false };

/** Of the kind, and with the text, of what the picture shows. */
const isDrawnLike = ({ role, text }: Drawn, picture: Uint8Array): boolean =>
  decode(picture).things.some((shown) => shown.role === role && shown.text === text);

/** What the application calls a thing that shows no text. */
const nameSaid = ({ text, box }: Drawn, accessible: readonly AccessibleElement[]): string =>
  text === '' ? (accessible.find((one) => one.box && contains(one.box, centre(box)))?.name ?? '') : '';

const nameOf = ({ text, label }: Drawn): string => label || text;

function matches(thing: Drawn, { text, role, exact }: TargetQuery): boolean {
  if (role !== 'ROLE_UNSPECIFIED' && role !== thing.role) return false;
  if (text === '') return true;
  const names = [thing.text, thing.label ?? ''].map((name) => name.toLowerCase());
  const wanted = text.toLowerCase();
  return names.includes(wanted) || (!exact && wanted !== '' && names.some((name) => name.split(' ').includes(wanted)));
}

// A whole name beats a word of a longer one.
const ranked = (things: Drawn[], { text }: TargetQuery): Drawn[] => {
  if (text === '') return things;
  const whole = things.filter((thing) =>
    [thing.text, thing.label].some((name) => name?.toLowerCase() === text.toLowerCase()),
  );
  return whole.length > 0 ? whole : things;
};

/** Of a longer name some words are there. */
const isPiece = (thing: Drawn, { text }: TargetQuery): boolean =>
  nameOf(thing) !== '' && ` ${text.toLowerCase()} `.includes(` ${nameOf(thing).toLowerCase()} `);

/** What is kept of a thing. */
export const memoryOf = ({ role, text, label = '', looks, row, box }: Omit<Thing, 'id'>): RememberedTarget =>
  RememberedTarget.fromPartial({
    role,
    text,
    label,
    box,
    patch: Buffer.from(looks ?? ''),
    ...(row ? { row: { texts: [...row] } } : {}),
  });

const isLike = (thing: Drawn, { role, text, label, patch }: RememberedTarget): boolean => {
  const looks = Buffer.from(patch).toString();
  const isNamed = label === '' ? text !== '' && thing.text === text : thing.label === label;
  return role === thing.role && (isNamed || (looks !== '' && thing.looks === looks));
};

function doubtAbout(alike: readonly Drawn[], own: readonly Drawn[]): Doubt {
  if (alike.length === 0) return 'DOUBT_MISSING';
  if (own.length === 0) return 'DOUBT_OTHER_ROW';
  if (own.length > 1) return 'DOUBT_DOUBLED';
  return own[0]?.disabled ? 'DOUBT_DISABLED' : 'DOUBT_UNSPECIFIED';
}

const candidateOf = (thing: Drawn): Candidate =>
  Candidate.create({
    element: elementOf(thing),
    point: centre(thing.box),
    confidence: 0.95,
    signs: ['text 1.00'],
  });

const hintOf = (thing: Drawn): Candidate => ({ ...candidateOf(thing), confidence: 0.3 });

const elementOf = (thing: Drawn): Element =>
  Element.create({
    id: thing.id,
    box: thing.box,
    role: thing.role,
    score: 0.95,
    text: thing.text,
    label: thing.label ?? '',
    checked:
      thing.checked === undefined
        ? 'CHECKED_STATE_UNSPECIFIED'
        : thing.checked
          ? 'CHECKED_STATE_ON'
          : 'CHECKED_STATE_OFF',
  });
