import type { Frame } from '@karna/proto/gen/agent/v1/agent';
import { restingPoint } from '../domain/scenery.ts';
import { ScrolledList, type Wheel } from './scrolled-list.ts';
import type { StepRun } from './step-run.ts';

/** Looks each way at most, and how long all of it may take (ms). */
const most = { looks: 25, ms: 20_000 };

/**
 * What is out of sight: the wheel is turned where it changes no value, down to the end, then up to the other one, until something is seen. Back where
 * it was when it is nowhere.
 */
export async function scrolledTo<Seen>(
  run: StepRun,
  first: Frame,
  see: (frame: Frame) => Promise<Seen | undefined>,
  wheel?: Wheel,
): Promise<Seen | undefined> {
  const elements = await run.sight.elements(first);
  const list = new ScrolledList(run, restingPoint(first, elements), { frame: first, elements, down: 0 }, { wheel });
  const until = run.nowMs + most.ms;
  for (const way of [1, -1]) {
    let place = way > 0 ? await list.turn(way) : await list.turnBeyondFirst();
    for (let looks = 1; place; looks++) {
      const seen = await see(place.frame);
      if (seen !== undefined) return seen;
      if (looks >= most.looks || run.nowMs >= until) break;
      place = await list.turn(way);
    }
  }
  await list.back();
  return undefined;
}
