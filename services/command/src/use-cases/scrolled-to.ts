import type { Frame } from '@karna/proto/gen/agent/v1/agent';
import { restingPoint } from '../domain/scenery.ts';
import { ScrolledList } from './scrolled-list.ts';
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
): Promise<Seen | undefined> {
  const elements = await run.elements(first);
  const list = new ScrolledList(run, restingPoint(first, elements), { frame: first, elements, down: 0 });
  const until = run.nowMs + most.ms;
  for (const way of [1, -1]) {
    for (let looks = 0; looks < most.looks && run.nowMs < until; looks++) {
      const place = await list.turn(way);
      if (!place) break;
      const seen = await see(place.frame);
      if (seen !== undefined) return seen;
    }
    await list.back();
  }
  return undefined;
}
