import type { RememberedTarget } from '@karna/proto/gen/target/v1/target';
import type { LocateReply } from '@karna/proto/gen/vision/v1/vision';
import type { VisionCalls } from '@karna/vision/testing';
import type { Page, Shown, Version } from './page-versions.ts';
import { greyOf, matchTemplate } from './template-matching.ts';

// Elements are remembered by a point on one picture of a page and looked for on others: of the same page moved, scaled, in other colours,
// redesigned, with its records turned round or nearly equal ones put before them; and where they are gone, doubled, or never were.

/** What people click; the rest is seldom a target. */
const clickable = /^(button|link|text_field|text_area|checkbox|radio|switch|select|slider|tab|menu_item|icon|image)$/;
const targetsPerPage = 6;

/** Versions in which the element is still there, by what was done. */
const stillThere: Readonly<Record<string, readonly string[]>> = {
  'moved, scale .8 to 1.5': ['shift', 'x0.8', 'x1.25', 'x1.5'],
  theme: ['theme', 'theme-x1.25'],
  redesign: ['redesign'],
  'records turned round': ['reordered'],
  'beside records nearly equal': ['grown'],
};
const gone = ['removed', 'removed-theme'];
const doubled = ['doubled', 'doubled-theme'];

export interface Search {
  readonly kind: string;
  readonly isThere: boolean;
  /** Something was found without doubt. */
  readonly isAccepted: boolean;
  /** The best candidate's point lies on it. */
  readonly isRight: boolean;
  /** The target knows which record it belongs to. */
  readonly hasRow: boolean;
}

export interface AgainFigures {
  readonly pages: number;
  readonly targets: number;
  /** The share of targets that were remembered without doubt; only those are looked for. */
  readonly remembered: number;
  readonly present: Readonly<
    Record<string, { readonly asked: number; readonly top1: number; readonly accepted: number }>
  >;
  /** Accepted and right, over all that are there. */
  readonly found: number;
  /** Accepted and somewhere else, over all that are there. */
  readonly acceptedElsewhere: number;
  readonly absent: Readonly<Record<string, { readonly asked: number; readonly accepted: number }>>;
  /** Over all that are not there, or there twice. */
  readonly falselyAccepted: number;
  /** Accepted in the wrong place or where nothing is, among targets that know their record. */
  readonly falselyAcceptedWithRow: number;
  readonly peer: Readonly<Record<string, { readonly asked: number; readonly top1: number; readonly accepted: number }>>;
  readonly peerFalselyAccepted: number;
}

interface Remembered {
  readonly element: Shown;
  readonly target: RememberedTarget;
}

type Finder = (version: Version, remembered: Remembered) => Promise<Sighted>;
interface Sighted {
  readonly point: { readonly x: number; readonly y: number } | undefined;
  readonly isAccepted: boolean;
}

export async function foundAgain(vision: VisionCalls, pages: readonly Page[]): Promise<AgainFigures> {
  const ours: Search[] = [];
  const theirs: Search[] = [];
  let targets = 0;
  let sure = 0;
  for (const [index, page] of pages.entries()) {
    const base = page.get('base');
    const next = pages[(index + 1) % pages.length];
    if (!base || !next) continue;
    const chosen = targetsOf(page, base);
    targets += chosen.length;
    const remembered = await rememberAll(vision, base, chosen);
    sure += remembered.length;
    for (const one of remembered) {
      ours.push(...(await searches(one, page, next, (version) => locate(vision, version, one))));
    }
    const peer = templateFinder(base);
    for (const one of remembered.slice(0, 2)) theirs.push(...(await searches(one, page, next, peer)));
  }
  return {
    pages: pages.length,
    targets,
    remembered: sure / Math.max(1, targets),
    ...figuresOf(ours),
    ...peerFigures(theirs),
  };
}

/** What was removed and doubled in other versions, and more from all over the page. */
function targetsOf(page: Page, base: Version): Shown[] {
  const clear = base.elements.filter(({ role, isClear }) => isClear && clickable.test(role));
  const changed = new Set([...gone, ...doubled].flatMap((name) => page.get(name)?.changed ?? []));
  const first = clear.filter(({ index }) => changed.has(index));
  const others = clear.filter(({ index }) => !changed.has(index));
  const wanted = Math.max(0, targetsPerPage - first.length);
  const step = Math.max(1, Math.floor(others.length / Math.max(1, wanted)));
  return [...first, ...others.filter((_, index) => index % step === 0).slice(0, wanted)];
}

async function rememberAll(vision: VisionCalls, base: Version, chosen: readonly Shown[]): Promise<Remembered[]> {
  const remembered: Remembered[] = [];
  for (const element of chosen) {
    const [x, y, width, height] = element.box;
    const point = { x: Math.floor(x + width / 2), y: Math.floor(y + height / 2) };
    const reply = await vision.remember({ image: { data: Buffer.from(base.image) }, point, desktopId: '' });
    if (reply.unique && reply.target) remembered.push({ element, target: reply.target });
  }
  return remembered;
}

async function locate(vision: VisionCalls, { image }: Version, { target }: Remembered): Promise<Sighted> {
  const reply: LocateReply = await vision.locate({
    image: { data: Buffer.from(image) },
    remembered: target,
    limit: 1,
    desktopId: '',
    accessible: [],
  });
  return { point: reply.candidates[0]?.point, isAccepted: reply.unique };
}

/** Accepted from this likeness on, as automation tools do by default. */
const usualThreshold = 0.9;

/** Plain template matching: the element's grey pixels, normalised correlation, one scale. */
function templateFinder(base: Version): Finder {
  return async (version, { element: { box } }) => {
    const best = matchTemplate(await greyOf(version.image), await greyOf(base.image), box);
    return { point: best, isAccepted: (best?.likeness ?? 0) >= usualThreshold };
  };
}

async function searches(one: Remembered, page: Page, next: Page, find: Finder): Promise<Search[]> {
  const { element, target } = one;
  const hasRow = (target.row?.texts.length ?? 0) > 0;
  const all: Search[] = [];
  const search = async (kind: string, version: Version, now: Shown | undefined) => {
    const { point, isAccepted } = await find(version, one);
    const isRight = now !== undefined && point !== undefined && holds(now.box, point);
    all.push({ kind, isThere: now !== undefined, isAccepted, isRight, hasRow });
  };
  for (const [kind, names] of Object.entries(stillThere)) {
    for (const version of versionsOf(page, names)) {
      const now = version.elements.find(({ index }) => index === element.index);
      if (now?.isClear) await search(kind, version, now);
    }
  }
  for (const [kind, names] of [
    ['gone', gone],
    ['doubled', doubled],
  ] as const) {
    for (const version of versionsOf(page, names)) {
      if (version.changed.includes(element.index)) await search(kind, version, undefined);
    }
  }
  for (const version of versionsOf(next, ['base', 'theme'])) {
    if (isForeign(element, version)) await search('on another page', version, undefined);
  }
  return all;
}

const versionsOf = (page: Page, names: readonly string[]): Version[] => names.flatMap((name) => page.get(name) ?? []);

/** Has a text, and nothing there says the same: pictograms may well stand on both. */
const isForeign = ({ text }: Shown, { elements }: Version): boolean =>
  text !== '' && elements.every((other) => other.text.toLowerCase() !== text.toLowerCase());

const holds = ([x, y, width, height]: Shown['box'], point: { x: number; y: number }): boolean =>
  point.x >= x && point.x < x + width && point.y >= y && point.y < y + height;

const share = (some: readonly unknown[], of: readonly unknown[]): number => some.length / Math.max(1, of.length);

function figuresOf(all: readonly Search[]) {
  const there = all.filter(({ isThere }) => isThere);
  const absent = all.filter(({ isThere }) => !isThere);
  const withRow = all.filter(({ hasRow }) => hasRow);
  return {
    present: presentFigures(there),
    found: share(
      there.filter(({ isAccepted, isRight }) => isAccepted && isRight),
      there,
    ),
    acceptedElsewhere: share(
      there.filter(({ isAccepted, isRight }) => isAccepted && !isRight),
      there,
    ),
    absent: Object.fromEntries(
      [...Map.groupBy(absent, ({ kind }) => kind)].map(([kind, of]) => [
        kind,
        {
          asked: of.length,
          accepted: share(
            of.filter(({ isAccepted }) => isAccepted),
            of,
          ),
        },
      ]),
    ),
    falselyAccepted: share(
      absent.filter(({ isAccepted }) => isAccepted),
      absent,
    ),
    falselyAcceptedWithRow: share(
      withRow.filter(({ isAccepted, isRight }) => isAccepted && !isRight),
      withRow,
    ),
  };
}

const presentFigures = (there: readonly Search[]) =>
  Object.fromEntries(
    [...Map.groupBy(there, ({ kind }) => kind)].map(([kind, of]) => [
      kind,
      {
        asked: of.length,
        top1: share(
          of.filter(({ isRight }) => isRight),
          of,
        ),
        accepted: share(
          of.filter(({ isAccepted, isRight }) => isAccepted && isRight),
          of,
        ),
      },
    ]),
  );

function peerFigures(all: readonly Search[]) {
  const absent = all.filter(({ isThere }) => !isThere);
  return {
    peer: presentFigures(all.filter(({ isThere }) => isThere)),
    peerFalselyAccepted: share(
      absent.filter(({ isAccepted }) => isAccepted),
      absent,
    ),
  };
}
