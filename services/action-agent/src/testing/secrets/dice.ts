/** Chance that repeats itself: the same seed gives the same screens (mulberry32, public domain). */
export class Dice {
  #state: number;

  constructor(seed: number) {
    this.#state = seed >>> 0;
  }

  /** 0 <= x < 1. */
  share(): number {
    this.#state = (this.#state + 0x6d2b79f5) >>> 0;
    let t = this.#state;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  }

  /** A whole number from `from` to `to`, both included. */
  whole(from: number, to: number): number {
    return from + Math.floor(this.share() * (to - from + 1));
  }

  isLucky(chance: number): boolean {
    return this.share() < chance;
  }

  one<T>(things: readonly T[]): T {
    const thing = things[this.whole(0, things.length - 1)];
    if (thing === undefined) throw new Error('there is nothing to choose from');
    return thing;
  }

  text(length: number, characters: string): string {
    return Array.from({ length }, () => characters[this.whole(0, characters.length - 1)] ?? '').join('');
  }

  shuffled<T>(things: readonly T[]): T[] {
    return things
      .map((thing) => ({ thing, rank: this.share() }))
      .sort((a, b) => a.rank - b.rank)
      .map(({ thing }) => thing);
  }
}
