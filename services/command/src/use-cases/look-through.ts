// Of two records that agree in everything the one in sight is not the one that is meant: before a step acts on a record, its list is
// looked through for another.
import type { Frame } from '@karna/proto/gen/agent/v1/agent';
import type { TargetQuery } from '@karna/proto/gen/target/v1/target';
import { centre } from '../domain/geometry.ts';
import { wheelPoint } from '../domain/scenery.ts';
import { boxOf } from '../domain/targets.ts';
import { firstPlace, type Place, type Wheel } from './list-survey.ts';
import { ScrolledList } from './scrolled-list.ts';
import type { Glance, Sighting } from './sighting.ts';
import type { StepRun } from './step-run.ts';
import type { Ways } from './step-sight.ts';

/** Looks each way at most. */
const mostLooks = 30;

/** Which record's list was looked through last: steps that stay with one record need not do it again. */
export class LookedThrough {
  #last: { readonly record: string; readonly stepId: string } | undefined;

  /** Steps in between may have brought another list. */
  covers(record: string, ...stepIds: readonly (string | undefined)[]): boolean {
    return this.#last?.record === record && stepIds.includes(this.#last.stepId);
  }

  note(record: string, stepId: string): void {
    this.#last = { record, stepId };
  }
}

/** What was found out, and the screen now: the record that was found is in sight again, unless its list scrolls unevenly. */
export interface LookedOver {
  readonly frame: Frame;
  /** Another record that agrees in everything: which way it is. */
  readonly another?: 'up' | 'down';
  /** What was not seen of it: an end that is too far, or records that no look had whole in sight. */
  readonly unseen?: 'end' | 'cut';
  /** It moved later than the wheel was turned: what was seen tells nothing. */
  readonly wasLate: boolean;
}

/** Turns the wheel over the list that the sighting stands in, to its one end and to its other, and back to where the record is in sight. */
export async function lookThrough(
  run: StepRun,
  query: TargetQuery,
  ways: Ways,
  found: Sighting,
  wheel: Wheel,
): Promise<LookedOver> {
  const elements = await run.sight.elements(found.frame);
  const at = wheelPoint(found.frame, elements, found.box);
  // Whatever is there would take the wheel for something else.
  if (!at) return { frame: found.frame, wasLate: false };
  const list = new ScrolledList(run, at, firstPlace(found.frame, elements), { wheel, isHasty: true });
  const known = { at: centre(found.box).y, reach: found.box.height / 2 };
  /** Which way from the one that was found another one stands. */
  const look = async (place: Place): Promise<'up' | 'down' | undefined> => {
    const isFirst = place.frame.sha256 === found.frame.sha256;
    if (isFirst && isSame(known.at + list.downOf(place), known)) return undefined;
    const record = recordOn(await run.sight.glance(place.frame, query, ways));
    if (!record) return undefined;
    const at = (record === 'doubled' ? known.at : record.y) + list.downOf(place);
    if (record !== 'doubled' && isSame(at, known, place.isElsewhere)) return undefined;
    return at < known.at ? 'up' : 'down';
  };
  const outcome = async (told: Pick<LookedOver, 'another' | 'unseen'>): Promise<LookedOver> => {
    await list.back(told.another ? undefined : found.box);
    return { frame: list.frame, wasLate: list.wasLate, ...told };
  };
  // What the edge cut off both times stands elsewhere when it is gone through once more from the top.
  for (const [passes, way] of [1, -1, 1].entries()) {
    if (passes === 2 && list.sawAll) break;
    let place = way > 0 ? await list.turn(way) : await list.turnBeyondFirst();
    for (let looks = 1; place; looks++) {
      const isLast = looks >= mostLooks;
      // The wheel is turned on while what came into sight is looked at: even before, where it is known how far it goes.
      const [another, next] = await Promise.all([look(place), isLast ? undefined : list.turn(way)]);
      if (another) return outcome({ another });
      if (isLast) return outcome({ unseen: 'end' });
      place = next;
    }
  }
  return outcome(list.sawAll ? {} : { unseen: 'cut' });
}

/** In the list's own measure, the one that was found: what stands where it must be by now. */
const isSame = (y: number, known: { readonly at: number; readonly reach: number }, isElsewhere = false): boolean =>
  !isElsewhere && Math.abs(y - known.at) <= known.reach;

/** Where the record asked for stands on a frame, sure to be acted on or not. */
function recordOn({ reply: { doubt, candidates } }: Glance): { y: number } | 'doubled' | undefined {
  const [best] = candidates;
  if (!best || doubt === 'DOUBT_MISSING' || doubt === 'DOUBT_OTHER_ROW') return undefined;
  return doubt === 'DOUBT_DOUBLED' ? 'doubled' : { y: centre(boxOf(best)).y };
}
