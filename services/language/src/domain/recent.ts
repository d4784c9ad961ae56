/** Remembers the last so many answers; the one used longest ago goes first. */
export class Recent<T> {
  readonly #most: number;
  readonly #all = new Map<string, T>();

  constructor(most: number) {
    this.#most = most;
  }

  get(key: string): T | undefined {
    const found = this.#all.get(key);
    if (found !== undefined) {
      this.#all.delete(key);
      this.#all.set(key, found);
    }
    return found;
  }

  set(key: string, value: T): void {
    this.#all.delete(key);
    this.#all.set(key, value);
    if (this.#all.size <= this.#most) return;
    const [oldest] = this.#all.keys();
    if (oldest !== undefined) this.#all.delete(oldest);
  }
}
