/** A repeatable source of randomness (mulberry32): a failing test fails again. */
export class Random {
  #state: number;

  constructor(seed: number) {
    this.#state = seed;
  }

  /** 0 to `below` - 1. */
  integer(below: number): number {
    this.#state = (this.#state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(this.#state ^ (this.#state >>> 15), 1 | this.#state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32) * below);
  }

  pick<T>(from: readonly T[]): T {
    const one = from[this.integer(from.length)];
    if (one === undefined) throw new RangeError('nothing to pick from');
    return one;
  }

  /** Any UTF-16 units at all, halves of pairs and control characters among them. */
  units(length: number): string {
    const ranges = [0x80, 0x3000, 0x1_0000] as const;
    return Array.from({ length }, () => String.fromCharCode(this.integer(this.pick(ranges)))).join('');
  }

  /** Text as a keyboard may type it: any planes, no control characters, no halves of pairs. */
  text(length: number): string {
    const characters = Array.from({ length }, () =>
      String.fromCodePoint(this.integer(this.pick([0x7f, 0x800, 0x1_f900]))),
    );
    return characters.filter((one) => one.isWellFormed() && !/\p{Cc}/u.test(one)).join('');
  }
}
