import type { Frame } from '@karna/proto/gen/agent/v1/agent';
import type { Box, Point } from '@karna/proto/gen/geometry/v1/geometry';
import type { Element } from '@karna/proto/gen/vision/v1/element';
import { union } from '../domain/geometry.ts';
import { hasScrolled } from '../domain/scenery.ts';
import { goneBetween, isOther, isUnmoved, samePx } from '../domain/scrolled.ts';
import { firstPlace, type Place, Survey, unknownWheel, type Wheel } from './list-survey.ts';
import type { StepRun } from './step-run.ts';
import { WheelHand } from './wheel-hand.ts';

/** Where a list does not scroll evenly, or is late, coming back takes more than one try. */
const returns = 6;

export interface Turning {
  readonly wheel?: Wheel | undefined;
  readonly isHasty?: boolean;
}

/** What the wheel scrolls at a place on the screen: every part of it is looked at once, and it goes back to where it was. */
export class ScrolledList {
  readonly #run: StepRun;
  readonly #at: Point;
  readonly #hand: WheelHand;
  readonly #isHasty: boolean;
  readonly #survey: Survey;
  wasLate = false;

  /** `isHasty`: the wheel is turned on before it is known what the turn before showed, where nothing asks for care; it always ends with `back`. */
  constructor(run: StepRun, at: Point, first: Place, { wheel = unknownWheel(), isHasty = false }: Turning = {}) {
    this.#run = run;
    this.#at = at;
    this.#hand = new WheelHand(run, at);
    this.#isHasty = isHasty;
    this.#survey = new Survey(first, wheel);
  }

  get frame(): Frame {
    return this.#survey.now.frame;
  }

  /** Whether each record between the furthest looks was in sight whole in one of them, or there is no room for another. */
  get sawAll(): boolean {
    return this.#survey.sawAll;
  }

  /** How far down the list a look was, from where it was first (px). */
  downOf(place: Place): number {
    return this.#survey.downOf(place);
  }

  /** One look further; undefined at the end. */
  async turn(way: number): Promise<Place | undefined> {
    for (let clicks = Math.abs(this.#hand.begun) || this.#survey.strideOf(way); ; clicks = Math.ceil(clicks / 2)) {
      const place = await this.#turnBy(way, clicks);
      // Too far at once: what lies between was not seen.
      if (place && clicks > 1 && this.#survey.isTooFar(place)) {
        if (this.#hand.begun !== 0) return this.#loseTrack();
        await this.#turnWheel(-way * clicks);
        this.#survey.wheel.mostClicks = Math.ceil(clicks / 2);
        continue;
      }
      if (!place) return undefined;
      this.#survey.learn(place, clicks);
      this.#go(place);
      // What came into sight asks for smaller turns.
      return Math.abs(this.#hand.begun) > this.#survey.strideOf(way) ? this.#loseTrack() : place;
    }
  }

  /** It was turned on too soon: all of it is looked through again, one turn after the other. */
  #loseTrack(): undefined {
    this.#survey.wheel.isCareful = true;
    this.wasLate = true;
  }

  /**
   * One look further up than where it was first: what lies between was seen on the way down. Undefined when that was the end, or when what is there is
   * not known from before: then it is back where it was first.
   */
  async turnBeyondFirst(): Promise<Place | undefined> {
    await this.#catchUp();
    const down = this.#survey.downOf(this.#survey.now);
    if (down <= samePx || this.#survey.isCoarse) return this.turn(-1);
    const clicks = this.#survey.clicksBeyondFirst;
    const frame = await this.#turnWheel(-clicks);
    const changed = union(frame.changes);
    if (!changed) return this.turn(-1);
    const elements = await this.#run.sight.elements(frame);
    const gone = goneBetween(this.#survey.first.elements, elements, changed, -1)?.down;
    if (gone === undefined || gone < -samePx) {
      this.#survey.now = {
        frame,
        elements,
        ...(this.#survey.knownAt(elements, changed) ?? this.#survey.after(-clicks)),
      };
      if (await this.back()) return this.turn(-1);
      this.wasLate = true;
      return undefined;
    }
    const place = { ...firstPlace(frame, elements), down: -gone };
    this.#survey.learn(place, clicks);
    this.#go(place);
    return gone > samePx ? place : this.turn(-1);
  }

  async #turnBy(way: number, clicks: number): Promise<Place | undefined> {
    const frame = await this.#turnWheel(way * clicks);
    const ahead = this.#isHasty ? this.#survey.clicksAhead(way, clicks, frame) : 0;
    if (ahead > 0) this.#hand.begin(way * ahead, frame.id);
    const place = await this.#scrolled(frame, way, clicks);
    if (!place && this.#hand.begun !== 0) {
      return (await this.#turnWheel(0)).changes.length > 0 ? this.#loseTrack() : undefined;
    }
    // That it did not go all the way was the end already.
    if (place || !this.#survey.area || this.#survey.isEndOf(way) || this.#hand.lateMs === 0) return place;
    // What did scroll before may be late on a busy machine.
    const frameLater = await this.#run.look({ since: this.#survey.now.frame.id, quietMs: this.#hand.lateMs });
    return this.#scrolled(frameLater, way, clicks);
  }

  /** Ends the turn that was begun ahead, if there is one, where it is not gone on. */
  async #catchUp(): Promise<void> {
    const clicks = this.#hand.begun;
    if (clicks === 0) return;
    const frame = await this.#turnWheel(clicks);
    const changed = union(frame.changes);
    if (!changed) return;
    const elements = await this.#run.sight.elements(frame);
    this.#survey.now = { frame, elements, ...(this.#survey.knownAt(elements, changed) ?? this.#survey.after(clicks)) };
  }

  /** Undefined: it is still where it was. */
  async #scrolled(frame: Frame, way: number, clicks: number): Promise<Place | undefined> {
    const changed = union(frame.changes);
    if (!changed) return undefined;
    const elements = await this.#run.sight.elements(frame);
    const byTexts = this.#goneTo(elements, changed, way);
    const onlyLitUp = byTexts === undefined && isUnmoved(this.#survey.now.elements, elements, changed);
    // Less than a line may be in sight both times: then its pixels tell.
    const byPixels = !onlyLitUp && frame.scrolledDown * way < 0 ? frame.scrolledDown : undefined;
    const gone = byTexts ?? byPixels;
    // It went the other way, or what seems to stand still is not what stood there.
    if (gone !== undefined && gone * way > 0) this.wasLate = true;
    if (gone !== undefined && Math.abs(gone) <= samePx)
      this.wasLate ||= isOther(this.#survey.now.elements, elements, changed);
    const isStill = gone === undefined ? onlyLitUp : gone * way >= 0;
    if (isStill || (gone === undefined && !hasScrolled(frame, this.#at))) {
      // What lit up under the pointer: a newer look at the same place.
      this.#survey.now = { ...this.#survey.now, frame, elements };
      return undefined;
    }
    this.#survey.widen(changed);
    // A click goes equally far wherever the end does not cut it short: and then more than this would be in sight both times.
    const { unseenPx } = this.#survey;
    const usual = clicks === 1 && unseenPx > 0 ? -way * unseenPx : undefined;
    const went = gone ?? usual;
    const { down, unseenClicks } = this.#survey.now;
    if (went === undefined)
      return { frame, elements, down, unseenClicks: unseenClicks + way * clicks, isElsewhere: true };
    return { frame, elements, down: down - went, unseenClicks };
  }

  /** What is little of what scrolls lit up under the pointer: then what is beside it tells. */
  #goneTo(elements: readonly Element[], changed: Box, way: number): number | undefined {
    const area = this.#survey.area;
    const gone = goneBetween(this.#survey.now.elements, elements, changed, way);
    if (gone || !area || changed.height > area.height / 2) return gone?.down;
    return goneBetween(this.#survey.now.elements, elements, area, way)?.down;
  }

  #go(place: Place): void {
    this.#run.noteTurned();
    this.#survey.add(place);
  }

  /** Back to where it was first; what stood at this box then need only be in sight. */
  async back(inSight?: Box): Promise<boolean> {
    await this.#catchUp();
    let isKnown = true;
    for (let tries = 0; tries < returns && !(inSight && this.#survey.shows(inSight)); tries++) {
      const clicks = this.#survey.clicksFromFirst;
      if (clicks === 0) return isKnown;
      const frame = await this.#turnWheel(-clicks);
      const changed = union(frame.changes);
      if (!changed) return false;
      const elements = await this.#run.sight.elements(frame);
      const known = this.#survey.knownAt(elements, changed);
      isKnown = known !== undefined;
      const place = { ...firstPlace(frame, elements), ...known };
      this.#survey.learn(place, clicks);
      this.#survey.now = place;
    }
    return isKnown;
  }

  async #turnWheel(clicks: number): Promise<Frame> {
    const frame = await this.#hand.turn(clicks, this.#survey.now.frame.id);
    if (frame.changes.length === 0) this.#survey.now = { ...this.#survey.now, frame };
    return frame;
  }
}
