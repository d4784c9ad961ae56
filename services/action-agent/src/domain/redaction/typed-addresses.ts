/** The last so many addresses; a task types a few. */
const most = 256;
const address = /[^\s@<>"',;]+@[^\s@<>"',;]+/g;
/** Less of an address says nothing about which one it is. */
const leastLength = 6;

/**
 * E-mail addresses that the agent itself typed for a task: whoever gets the picture sent them here, and has to see
 * whether they arrived. Kept in memory only.
 */
export class TypedAddresses {
  readonly #known = new Set<string>();
  #noted = 0;

  /** Grows with every address that is new. */
  get count(): number {
    return this.#noted;
  }

  note(text: string): void {
    for (const [found] of text.matchAll(address)) {
      if (!this.#known.has(plain(found))) this.#noted++;
      this.#known.add(plain(found));
      const [oldest] = this.#known;
      if (this.#known.size > most && oldest !== undefined) this.#known.delete(oldest);
    }
  }

  isKnown(text: string): boolean {
    const wanted = plain(text);
    return wanted.length >= leastLength && this.#known.has(wanted);
  }
}

/** What is left when the signs are taken away and what readers confuse is made equal. */
const plain = (text: string): string =>
  text
    .toLowerCase()
    .replace(/[il|!]/g, '1')
    .replaceAll('o', '0')
    .replaceAll('rn', 'm')
    .replace(/[^\p{L}\p{N}]/gu, '');
