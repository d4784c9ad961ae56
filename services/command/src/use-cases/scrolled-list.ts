import type { Frame } from '@karna/proto/gen/agent/v1/agent';
import type { Box, Point } from '@karna/proto/gen/geometry/v1/geometry';
import type { Element } from '@karna/proto/gen/vision/v1/element';
import { union } from '../domain/geometry.ts';
import { frontOf, hasScrolled } from '../domain/scenery.ts';
import {
  goneBetween,
  isOther,
  isUnmoved,
  mayHideOne,
  pressedHeight,
  repeatsAfter,
  samePx,
  textHeight,
} from '../domain/scrolled.ts';
import type { StepRun } from './step-run.ts';
import { WheelHand } from './wheel-hand.ts';

/** Of the height that scrolls, so much is seen both before and after... */
const shared = 0.2;
/** ...and no less than this many times what is pressed in its records is high: every record is seen whole once. */
const recordHeights = 2;
/** No further goes a click of the wheel in most programs (heights of a text): until it is seen how far it goes in this one. */
const usualClick = 6;
/** Where it is not known how far a click goes, so many times the clicks of the turn before are enough to tell its end. */
const growth = 3;
/** Of what a list repeats itself after, no more between two looks. */
const repeatMargin = 0.8;
/** Of what it was turned by: less is the end of the list. */
const short = 0.9;
/** Where a list does not scroll evenly, or is late, coming back takes more than one try. */
const returns = 6;

/** Clicks at once on the way back, at most. */
const mostBack = 200;

/** Where it was never told how far a click goes, it went as far as everything that scrolls. */
const clickedBack = (down: number, clickPx: number): number =>
  Math.max(-mostBack, Math.min(mostBack, Math.round(down / Math.max(1, clickPx))));

/** How far one click of the wheel goes (px), as far as it was seen: at the end of a list it goes less far. */
export interface Wheel {
  clickPx: number;
  /** Where no end cut it short; 0: not seen yet. */
  surePx: number;
  /** More went too far to see what lay between. */
  mostClicks: number;
  /** It was turned on too soon once: never again. */
  isCareful: boolean;
}

export const unknownWheel = (): Wheel => ({
  clickPx: 0,
  surePx: 0,
  mostClicks: Number.POSITIVE_INFINITY,
  isCareful: false,
});

export interface Turning {
  readonly wheel?: Wheel | undefined;
  readonly isHasty?: boolean;
}

/** One look at a list that is scrolled. */
export interface Place {
  readonly frame: Frame;
  readonly elements: readonly Element[];
  /** How far down the list from where it was first (px), as far as it was seen to go... */
  readonly down: number;
  /** ...and so many clicks further, of which nothing was in sight before and after. */
  readonly unseenClicks: number;
  /** It shares nothing with the look before. */
  readonly isElsewhere?: boolean;
}

/** Where a list is looked at first. */
export const firstPlace = (frame: Frame, elements: readonly Element[]): Place => ({
  frame,
  elements,
  down: 0,
  unseenClicks: 0,
});

/** What the wheel scrolls at a place on the screen: every part of it is looked at once, and it goes back to where it was. */
export class ScrolledList {
  readonly #run: StepRun;
  readonly #at: Point;
  readonly #hand: WheelHand;
  readonly #wheel: Wheel;
  readonly #isHasty: boolean;
  /** The first, and all that were seen since. */
  readonly #places: [Place, ...Place[]];
  #now: Place;
  /** What scrolls: known once it did. */
  #area: Box | undefined;
  /** The way that it last went less far than it was turned. */
  #endOf = 0;
  /** Where it repeats itself, it does so after so many px. */
  #repeatsAfter = Number.POSITIVE_INFINITY;
  /** How it went last: the way, how far each click (px), and how many. */
  #lastWay = 0;
  #lastPx = 0;
  #lastClicks = 0;
  wasLate = false;

  /** `isHasty`: the wheel is turned on before it is known what the turn before showed, where nothing asks for care; it always ends with `back`. */
  constructor(run: StepRun, at: Point, first: Place, { wheel = unknownWheel(), isHasty = false }: Turning = {}) {
    this.#run = run;
    this.#at = at;
    this.#hand = new WheelHand(run, at);
    this.#wheel = wheel;
    this.#isHasty = isHasty;
    this.#places = [first];
    this.#now = first;
    this.#noteRepeats(first);
  }

  get frame(): Frame {
    return this.#now.frame;
  }

  /** One look further; undefined at the end. */
  async turn(way: number): Promise<Place | undefined> {
    for (let clicks = Math.abs(this.#hand.begun) || this.#strideOf(way); ; clicks = Math.ceil(clicks / 2)) {
      const place = await this.#turnBy(way, clicks);
      // Too far at once: what lies between was not seen.
      if (place && clicks > 1 && this.#isTooFar(place)) {
        if (this.#hand.begun !== 0) return this.#loseTrack();
        await this.#turnWheel(-way * clicks);
        this.#wheel.mostClicks = Math.ceil(clicks / 2);
        continue;
      }
      if (!place) return undefined;
      this.#learn(place, clicks);
      this.#go(place);
      // What came into sight asks for smaller turns.
      return Math.abs(this.#hand.begun) > this.#strideOf(way) ? this.#loseTrack() : place;
    }
  }

  /**
   * Whether each record between the furthest looks was in sight whole in one of them. Where a click of the wheel goes nearly as far as is in sight, what
   * one look cut off is to be whole in another one, on the way back, or there is no room for it beside what was seen.
   */
  get sawAll(): boolean {
    if (this.#unseenPx === 0 && this.#places.some(({ unseenClicks }) => unseenClicks !== 0)) return false;
    const area = this.#area ?? frontOf(this.frame);
    const looks = this.#places.map((place) => ({ elements: place.elements, down: this.downOf(place) }));
    return !mayHideOne(looks, area, this.#recordPx);
  }

  /** How far down the list a look was, from where it was first (px): by what is known now of how far a click goes. */
  downOf({ down, unseenClicks }: Pick<Place, 'down' | 'unseenClicks'>): number {
    return unseenClicks === 0 ? down : down + unseenClicks * (this.#unseenPx || (this.#area?.height ?? 0));
  }

  /** How far a click goes that leaves nothing in sight: as far as any other that leaves less than a record. 0: not seen yet. */
  get #unseenPx(): number {
    const { surePx, clickPx } = this.#wheel;
    return clickPx > this.#wholePx ? clickPx : surePx;
  }

  /** How high what is pressed in a record is, or else its text (px). */
  get #recordPx(): number {
    const area = this.#area ?? frontOf(this.frame);
    const elements = this.#places.flatMap((place) => place.elements);
    return pressedHeight(elements, area) || textHeight(elements, area);
  }

  /** Looks no further apart than this show every record whole (px). */
  get #wholePx(): number {
    return (this.#area ?? frontOf(this.frame)).height - this.#recordPx;
  }

  #isTooFar(place: Place): boolean {
    return place.isElsewhere || Math.abs(this.downOf(place) - this.downOf(this.#now)) > this.#wholePx + samePx;
  }

  /** It was turned on too soon: all of it is looked through again, one turn after the other. */
  #loseTrack(): undefined {
    this.#wheel.isCareful = true;
    this.wasLate = true;
  }

  /**
   * One look further up than where it was first: what lies between was seen on the way down. Undefined when that was the end, or when what is there is
   * not known from before: then it is back where it was first.
   */
  async turnBeyondFirst(): Promise<Place | undefined> {
    await this.#catchUp();
    const down = this.downOf(this.#now);
    if (down <= samePx || this.#isCoarse) return this.turn(-1);
    const { surePx } = this.#wheel;
    const clicks = surePx > 0 ? Math.floor(down / surePx) + this.#strideOf(-1) : this.#lastClicks;
    const frame = await this.#turnWheel(-clicks);
    const changed = union(frame.changes);
    if (!changed) return this.turn(-1);
    const elements = await this.#run.sight.elements(frame);
    const gone = goneBetween(this.#places[0].elements, elements, changed, -1)?.down;
    if (gone === undefined || gone < -samePx) {
      this.#now = { frame, elements, ...(this.#knownAt(elements, changed) ?? this.#after(-clicks)) };
      if (await this.back()) return this.turn(-1);
      this.wasLate = true;
      return undefined;
    }
    const place = { ...firstPlace(frame, elements), down: -gone };
    this.#learn(place, clicks);
    this.#go(place);
    return gone > samePx ? place : this.turn(-1);
  }

  /** Clicks from one look to the next. */
  #strideOf(way: number): number {
    const { clickPx, surePx, mostClicks } = this.#wheel;
    const lineHeight = textHeight(this.#now.elements, frontOf(this.frame));
    const usualPx = lineHeight > 0 ? Math.max(clickPx, usualClick * lineHeight) : this.#stridePx;
    // Where the end cut the last turn short, more clicks go no further.
    const px = surePx || (way === this.#lastWay ? this.#lastPx : usualPx);
    const most = surePx || way !== this.#lastWay ? mostClicks : Math.min(mostClicks, growth * this.#lastClicks);
    return Math.max(1, Math.min(most, Math.floor(this.#stridePx / Math.max(1, px))));
  }

  /** A click goes so far that what is cut off by one look may be cut off by the next. */
  get #isCoarse(): boolean {
    return this.#now.unseenClicks !== 0 || this.#wheel.surePx > this.#stridePx;
  }

  get #stridePx(): number {
    const area = this.#area ?? frontOf(this.frame);
    const seenTwice = Math.max(shared * area.height, recordHeights * pressedHeight(this.#now.elements, area));
    // Turned by as much as it repeats itself after, it would seem not to have moved.
    return Math.min(area.height - seenTwice, repeatMargin * this.#repeatsAfter);
  }

  async #turnBy(way: number, clicks: number): Promise<Place | undefined> {
    const frame = await this.#turnWheel(way * clicks);
    if (frame.changes.length > 0 && this.#runsAhead(way)) this.#hand.begin(way * this.#strideOf(way), frame.id);
    const place = await this.#scrolled(frame, way, clicks);
    if (!place && this.#hand.begun !== 0) {
      return (await this.#turnWheel(0)).changes.length > 0 ? this.#loseTrack() : undefined;
    }
    // That it did not go all the way was the end already.
    if (place || !this.#area || this.#endOf === way || this.#hand.isPrompt) return place;
    // What did scroll before may be late on a busy machine.
    return this.#scrolled(await this.#run.look({ since: this.#now.frame.id }), way, clicks);
  }

  /** It went on the same way, so that it is known how far each click goes, and nothing asks for care. */
  #runsAhead(way: number): boolean {
    if (!this.#isHasty || this.#wheel.isCareful || this.#isCoarse) return false;
    return way === this.#lastWay && this.#endOf !== way && this.#repeatsAfter === Number.POSITIVE_INFINITY;
  }

  /** Ends the turn that was begun ahead, if there is one, where it is not gone on. */
  async #catchUp(): Promise<void> {
    const clicks = this.#hand.begun;
    if (clicks === 0) return;
    const frame = await this.#turnWheel(clicks);
    const changed = union(frame.changes);
    if (!changed) return;
    const elements = await this.#run.sight.elements(frame);
    this.#now = { frame, elements, ...(this.#knownAt(elements, changed) ?? this.#after(clicks)) };
  }

  /** Where it must be after so many clicks. */
  #after(clicks: number): Pick<Place, 'down' | 'unseenClicks'> {
    return { down: this.#now.down + clicks * this.#wheel.clickPx, unseenClicks: this.#now.unseenClicks };
  }

  /** Undefined: it is still where it was. */
  async #scrolled(frame: Frame, way: number, clicks: number): Promise<Place | undefined> {
    const changed = union(frame.changes);
    if (!changed) return undefined;
    const elements = await this.#run.sight.elements(frame);
    const isUnmovedHere = isUnmoved(this.#now.elements, elements, changed);
    // Less than a line may be in sight both times: then its pixels tell.
    const byPixels = !isUnmovedHere && frame.scrolledDown * way < 0 ? frame.scrolledDown : undefined;
    const gone = this.#goneTo(elements, changed, way) ?? byPixels;
    // It went the other way, or what seems to stand still is not what stood there.
    if (gone !== undefined && gone * way > 0) this.wasLate = true;
    if (gone !== undefined && Math.abs(gone) <= samePx) this.wasLate ||= isOther(this.#now.elements, elements, changed);
    const isStill = gone === undefined ? isUnmovedHere : gone * way >= 0;
    if (isStill || (gone === undefined && !hasScrolled(frame, this.#at))) {
      // What lit up under the pointer: a newer look at the same place.
      this.#now = { ...this.#now, frame, elements };
      return undefined;
    }
    this.#area = union(this.#area ? [this.#area, changed] : [changed]);
    // A click goes equally far wherever the end does not cut it short: and then more than this would be in sight both times.
    const usual = clicks === 1 && this.#unseenPx > 0 ? -way * this.#unseenPx : undefined;
    const went = gone ?? usual;
    const { down, unseenClicks } = this.#now;
    if (went === undefined)
      return { frame, elements, down, unseenClicks: unseenClicks + way * clicks, isElsewhere: true };
    return { frame, elements, down: down - went, unseenClicks };
  }

  /** What is little of what scrolls lit up under the pointer: then what is beside it tells. */
  #goneTo(elements: readonly Element[], changed: Box, way: number): number | undefined {
    const area = this.#area;
    const gone = goneBetween(this.#now.elements, elements, changed, way);
    if (gone || !area || changed.height > area.height / 2) return gone?.down;
    return goneBetween(this.#now.elements, elements, area, way)?.down;
  }

  #go(place: Place): void {
    this.#run.noteTurned();
    this.#now = place;
    this.#places.push(place);
    this.#noteRepeats(place);
  }

  #noteRepeats({ frame, elements }: Place): void {
    this.#repeatsAfter = Math.min(this.#repeatsAfter, repeatsAfter(elements, frontOf(frame)));
  }

  /** From how far it went: less far at an end, never further. */
  #learn({ down, unseenClicks }: Place, clicks: number): void {
    if (unseenClicks !== this.#now.unseenClicks) return;
    const gone = down - this.#now.down;
    const [way, px] = [Math.sign(gone), Math.abs(gone) / clicks];
    const wheel = this.#wheel;
    // It went on the same way: the end did not cut the turn before short.
    if (way === this.#lastWay && this.#lastPx >= short * wheel.clickPx)
      wheel.surePx = Math.max(wheel.surePx, this.#lastPx);
    this.#endOf = px < short * wheel.surePx ? way : 0;
    wheel.clickPx = Math.max(wheel.clickPx, px);
    [this.#lastWay, this.#lastPx, this.#lastClicks] = [way, px, clicks];
  }

  /** Back to where it was first; what stood at this box then need only be in sight. */
  async back(inSight?: Box): Promise<boolean> {
    await this.#catchUp();
    let isKnown = true;
    for (let tries = 0; tries < returns && !(inSight && this.#shows(inSight)); tries++) {
      const clicks = clickedBack(this.downOf(this.#now), this.#wheel.clickPx || this.#area?.height || 0);
      if (clicks === 0) return isKnown;
      const frame = await this.#turnWheel(-clicks);
      const changed = union(frame.changes);
      if (!changed) return false;
      const elements = await this.#run.sight.elements(frame);
      const known = this.#knownAt(elements, changed);
      isKnown = known !== undefined;
      const place = { ...firstPlace(frame, elements), ...known };
      this.#learn(place, clicks);
      this.#now = place;
    }
    return isKnown;
  }

  /** Whole, with as much again of what is above and below it. */
  #shows({ y, height }: Box): boolean {
    const top = y - this.downOf(this.#now);
    return (
      this.#area !== undefined && top - height >= this.#area.y && top + 2 * height <= this.#area.y + this.#area.height
    );
  }

  /** By what is in sight now and was in sight on the way. */
  #knownAt(elements: readonly Element[], within: Box): Pick<Place, 'down' | 'unseenClicks'> | undefined {
    const known = this.#places.flatMap((place) => {
      const gone = goneBetween(place.elements, elements, within);
      return gone
        ? [{ at: { down: place.down - gone.down, unseenClicks: place.unseenClicks }, texts: gone.texts }]
        : [];
    });
    return known.sort((a, b) => b.texts - a.texts)[0]?.at;
  }

  async #turnWheel(clicks: number): Promise<Frame> {
    const frame = await this.#hand.turn(clicks, this.#now.frame.id);
    if (frame.changes.length === 0) this.#now = { ...this.#now, frame };
    return frame;
  }
}
