import type { Frame } from '@karna/proto/gen/agent/v1/agent';
import type { Point } from '@karna/proto/gen/geometry/v1/geometry';
import { scrollAt } from '../domain/actions.ts';
import type { StepRun } from './step-run.ts';

/** Nothing that is still after so many times as long as it ever took to begin to move is late. */
const late = 3;

/** The hand on the wheel over one place on the screen. It may turn on while what the turn before showed is still looked at. */
export class WheelHand {
  readonly #run: StepRun;
  readonly #at: Point;
  #ahead: { readonly clicks: number; readonly frame: Promise<Frame> } | undefined;
  /** The longest that it took to begin to move (ms). */
  #slowestMs = 0;

  constructor(run: StepRun, at: Point) {
    this.#run = run;
    this.#at = at;
  }

  /** How much longer than the wait for rest it has to stand still until it is sure that it is not just late (ms). */
  get lateMs(): number {
    const { settleQuietMs } = this.#run.limits;
    return Math.max(0, Math.min(settleQuietMs, late * this.#slowestMs - settleQuietMs));
  }

  /** How far the turn goes that was begun ahead (clicks; negative: up); 0: none was. */
  get begun(): number {
    return this.#ahead?.clicks ?? 0;
  }

  /** Turns by so many clicks, or ends the turn that was begun ahead. The frame's changes are those since `since`. */
  turn(clicks: number, since: string): Promise<Frame> {
    const ahead = this.#ahead;
    this.#ahead = undefined;
    return ahead?.frame ?? this.#turned(clicks, since);
  }

  /** Begins the next turn. */
  begin(clicks: number, since: string): void {
    const frame = this.#turned(clicks, since);
    frame.catch(() => {}); // whoever ends the turn hears of it
    this.#ahead = { clicks, frame };
  }

  async #turned(clicks: number, since: string): Promise<Frame> {
    const frame = await this.#run.arrange([scrollAt(this.#at, 0, clicks)], since);
    if (frame.changes.length > 0) {
      this.#slowestMs = Math.max(this.#slowestMs, this.#run.firstChangeMs || Number.POSITIVE_INFINITY);
    }
    return frame;
  }
}
