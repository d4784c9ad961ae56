import type { Frame } from '@karna/proto/gen/agent/v1/agent';
import { restingPoint } from '../domain/scenery.ts';
import { firstPlace, type Wheel } from './list-survey.ts';
import { ScrolledList } from './scrolled-list.ts';
import type { StepRun } from './step-run.ts';

/** Looks each way at most, and how long all of it may take (ms). */
const most = { looks: 25, ms: 20_000 };

export interface Search {
  readonly wheel?: Wheel;
  /** Which way first: 1 is down. */
  readonly first?: 1 | -1;
  /** Told which way it was found. */
  readonly found?: (way: 1 | -1) => void;
}

/**
 * What is out of sight: the wheel is turned where it changes no value, to one end, then to the other one, until something is seen. Back where it was
 * when it is nowhere.
 */
export async function scrolledTo<Seen>(
  run: StepRun,
  from: Frame,
  see: (frame: Frame) => Promise<Seen | undefined>,
  { wheel, first = 1, found }: Search = {},
): Promise<Seen | undefined> {
  const elements = await run.sight.elements(from);
  const list = new ScrolledList(run, restingPoint(from, elements), firstPlace(from, elements), { wheel });
  const until = run.nowMs + most.ms;
  for (const way of first > 0 ? ([1, -1] as const) : ([-1, 1] as const)) {
    let place = await (way < 0 && first > 0 ? list.turnBeyondFirst() : list.turn(way));
    for (let looks = 1; place; looks++) {
      const seen = await see(place.frame);
      if (seen !== undefined) {
        found?.(way);
        return seen;
      }
      if (looks >= most.looks || run.nowMs >= until) break;
      place = await list.turn(way);
    }
  }
  await list.back();
  return undefined;
}
