/** A value that changes, for React's useSyncExternalStore. */
export class Board<T> {
  #value: T;
  #isReady = false;
  readonly #listeners = new Set<() => void>();

  constructor(first: T) {
    this.#value = first;
  }

  readonly get = (): T => this.#value;
  /** Whether what was known before this page is here. */
  readonly isReady = (): boolean => this.#isReady;

  readonly listen = (changed: () => void): (() => void) => {
    this.#listeners.add(changed);
    return () => this.#listeners.delete(changed);
  };

  put(value: T): void {
    this.#value = value;
    this.#tell();
  }

  ready(): void {
    this.#isReady = true;
    this.#tell();
  }

  #tell(): void {
    for (const listener of [...this.#listeners]) listener();
  }
}
