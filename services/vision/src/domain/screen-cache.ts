import type { Screen } from './screen.ts';

export interface KeptScreen extends Screen {
  /** It was seen in one look. */
  readonly isWhole: boolean;
}

/** The newest screens, by image key, bounded by the memory they take. */
export class ScreenCache {
  readonly #maxBytes: number;
  // A Map keeps insertion order: the first entry is the one longest unused.
  readonly #kept = new Map<string, { screen: KeptScreen; bytes: number }>();
  #bytes = 0;

  constructor(maxBytes: number) {
    this.#maxBytes = maxBytes;
  }

  get(key: string): KeptScreen | undefined {
    const found = this.#kept.get(key);
    if (!found) return undefined;
    this.#kept.delete(key);
    this.#kept.set(key, found);
    return found.screen;
  }

  put(key: string, screen: KeptScreen): void {
    this.#drop(key);
    const bytes = bytesOf(screen);
    if (bytes > this.#maxBytes) return;
    this.#kept.set(key, { screen, bytes });
    this.#bytes += bytes;
    for (const oldest of this.#kept.keys()) {
      if (this.#bytes <= this.#maxBytes) return;
      this.#drop(oldest);
    }
  }

  #drop(key: string): void {
    this.#bytes -= this.#kept.get(key)?.bytes ?? 0;
    this.#kept.delete(key);
  }
}

/** An object with a box costs about this much in V8, measured over heap snapshots of parsed screens. */
const bytesPerThing = 320;

function bytesOf(screen: Screen): number {
  const words = screen.lines.reduce((sum, line) => sum + line.words.length, 0);
  const letters = screen.lines.reduce((sum, line) => sum + line.text.length, 0);
  return (
    256 +
    (screen.elements.length + (screen.guesses?.length ?? 0) + screen.lines.length + words) * bytesPerThing +
    letters * 4
  );
}
