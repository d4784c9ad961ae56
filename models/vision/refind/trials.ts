import { centreX, centreY, holdsPoint } from '../../../packages/sight/src/boxes.ts';
import { remember } from '../../../services/vision/src/domain/remembering/remember.ts';
import type { Signs } from '../../../services/vision/src/domain/remembering/signs.ts';
import {
  type Patch,
  type RecordFound,
  type Weighing,
  weigh,
} from '../../../services/vision/src/domain/remembering/weigh.ts';
import type { Element } from '../../../services/vision/src/domain/screen.ts';
import type { Shown } from './in-page.ts';
import { boxOf, type Pages, type Sight } from './pairs.ts';

/** What people click; the rest is seldom a target. */
export const clickable =
  /^(button|link|text_field|text_area|checkbox|radio|switch|select|slider|tab|menu_item|icon|image)$/;
/** Targets per page: more from one page say little more. */
const mostTargets = 16;
/** Candidates kept per trial: the rest is too weak to matter. */
const mostCandidates = 25;

/** `there`: somebody could find it. `absent`: it is gone, or this is another page. `doubled`: there are two alike. */
export type Case = 'there' | 'absent' | 'doubled';

/** One target looked for once; all that fitting and judging need, without a picture. */
export interface Trial {
  readonly page: number;
  readonly target: number;
  readonly version: string;
  readonly case: Case;
  readonly role: string;
  readonly hasName: boolean;
  readonly record: RecordFound;
  readonly isDoubled: boolean;
  readonly isFewer: boolean;
  readonly candidates: readonly Candidate[];
  /** Which candidates lie on the target. */
  readonly rights: readonly number[];
}

export interface Candidate {
  readonly signs: Signs;
  readonly isInRecord: boolean;
  readonly disabled: boolean;
  readonly role: Element['role'];
}

/** Where the target is now, and whether it is. */
interface Place {
  readonly case: Case;
  readonly now?: Shown;
}

interface Known {
  readonly shown: Shown;
  readonly target: Parameters<typeof weigh>[2];
  readonly patch: Patch;
}

/** Every trial that a page, its versions and a page with nothing in common allow. */
export async function trialsOf(pages: Pages, stranger: Sight | undefined): Promise<Trial[]> {
  const known = await learnt(pages);
  const trials: Trial[] = [];
  for (const sight of [pages.base, ...pages.others, ...(stranger ? [stranger] : [])]) {
    const frame = await sight.frame();
    for (const { shown, target, patch } of known) {
      const place: Place | undefined = sight === stranger ? { case: 'absent' } : placeIn(sight, shown);
      if (!place) continue;
      const weighing = weigh(frame, sight.screen, target, patch);
      trials.push({
        page: pages.seed,
        target: shown.index,
        version: sight === stranger ? 'other page' : sight.truth.version,
        case: place.case,
        role: shown.role,
        hasName: target.text !== '' || target.label !== '',
        record: weighing.record,
        isDoubled: weighing.isDoubled,
        isFewer: weighing.isFewer,
        ...kept(weighing, place.now),
      });
    }
  }
  return trials;
}

async function learnt({ base, others, seed }: Pages): Promise<Known[]> {
  const frame = await base.frame();
  const changed = new Set(others.flatMap(({ truth }) => truth.changed));
  return targetsOn(base, changed, seed).flatMap((shown) => {
    const box = boxOf(shown);
    const point = { x: Math.round(centreX(box)), y: Math.round(centreY(box)) };
    const memory = remember(frame, base.screen, { point });
    const inside = memory?.target.patchBox;
    if (!memory || !inside || !isOn(memory.element, shown)) return [];
    return [
      { shown, target: { ...memory.target, patch: new Uint8Array() }, patch: { frame: memory.patch, box: inside } },
    ];
  });
}

function targetsOn({ truth }: Sight, changed: ReadonlySet<number>, seed: number): Shown[] {
  const all = truth.elements.filter(({ role, isClear }) => isClear && clickable.test(role));
  const step = Math.max(1, Math.ceil(all.length / mostTargets));
  return all.filter((shown, place) => changed.has(shown.index) || (place + seed) % step === 0);
}

const isOn = (element: Element | undefined, shown: Shown): boolean =>
  element !== undefined && holdsPoint(boxOf(shown), centreX(element.box), centreY(element.box));

/** Undefined when nobody could say whether it is there: half hidden, or its twin is. */
function placeIn({ truth }: Sight, shown: Shown): Place | undefined {
  const now = truth.elements.find(({ index }) => index === shown.index);
  const isChanged = truth.changed.includes(shown.index);
  if (truth.version.startsWith('removed')) return isChanged && !now ? { case: 'absent' } : undefined;
  if (!now?.isClear) return undefined;
  if (truth.version.startsWith('doubled')) {
    const twin = truth.elements.find(({ twinOf }) => twinOf === shown.index);
    return isChanged && twin?.isClear ? { case: 'doubled', now } : undefined;
  }
  // Outside lists nothing was reordered or added.
  const isOfRecords = truth.version === 'reordered' || truth.version === 'grown';
  return isOfRecords && shown.row === undefined ? undefined : { case: 'there', now };
}

function kept({ all }: Weighing, now: Shown | undefined): Pick<Trial, 'candidates' | 'rights'> {
  const on = [...all.keys()].filter((place) => now && isOn(all[place]?.element, now));
  const places = [...new Set([...[...all.keys()].slice(0, mostCandidates), ...on])];
  return {
    candidates: places.flatMap((place) => {
      const one = all[place];
      if (!one) return [];
      const { signs, isInRecord, element } = one;
      return [{ signs, isInRecord, disabled: element.disabled, role: element.role }];
    }),
    rights: on.map((place) => places.indexOf(place)),
  };
}
