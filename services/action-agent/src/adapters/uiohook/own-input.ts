import type { Button } from '../../ports.ts';
import type { HookInput } from './hearing.ts';
import { buttonOf, isTextKey } from './keys.ts';

/** Something that is done in our name, as far as it can be known beforehand. */
export type Injected =
  | { readonly kind: 'motion' }
  /** In how many turns the system cuts it is its own affair. */
  | { readonly kind: 'wheel' }
  | { readonly kind: 'button'; readonly button: Button; readonly isDown: boolean }
  /** Which physical keys it takes depends on the layout: only how many are known. */
  | { readonly kind: 'key'; readonly isDown: boolean; readonly count: number }
  /** Characters by the system's own means: it makes of them what keys it pleases. */
  | { readonly kind: 'text' };

/** Whoever does something in our name. */
export interface Injecting {
  observe(observer: (what: readonly Injected[]) => () => void): () => void;
}

/** So long after it was done at the latest it has been heard (ms): later it was somebody else's. */
const ownWithinMs = 500;

interface Expected {
  left: number;
  /** Undefined: it is still being done. */
  doneMs: number | undefined;
}

/** Knows what was done in our name, so that it can be taken off what is heard. */
export class OwnInput {
  readonly #expected = new Map<string, Expected[]>();
  /** Keys that are down, ours and the person's: they repeat, and are let go, under the code with which they came. */
  readonly #held = new Set<number>();
  readonly #theirs = new Set<number>();
  readonly #unobserve: () => void;

  constructor(injecting: Injecting) {
    this.#unobserve = injecting.observe((what) => {
      const expected = what.map((one) => this.#expect(one));
      return () => {
        for (const one of expected) one.doneMs = performance.now();
      };
    });
  }

  /** Whether this is one of ours; each of ours explains as many as it makes. */
  explains(input: HookInput): boolean {
    switch (input.kind) {
      // A movement to where the pointer is already makes no event, and a wheel any number of them: each recent one of ours explains all.
      case 'motion':
      case 'wheel':
        return this.#recent(input.kind).length > 0;
      case 'button':
        return this.#takes(`button ${buttonOf(input.button)} ${input.isDown}`);
      case 'key':
        return input.isDown ? this.#explainsDown(input.code) : this.#explainsUp(input.code);
      default: {
        const nothing: never = input;
        return nothing;
      }
    }
  }

  close(): void {
    this.#unobserve();
  }

  #explainsDown(code: number): boolean {
    this.#recent('key false'); // forgets what was lost
    if (this.#held.has(code)) return true;
    const isOwn = !this.#theirs.has(code) && (this.#takes('key true') || this.#isOwnText(code));
    (isOwn ? this.#held : this.#theirs).add(code);
    return isOwn;
  }

  #explainsUp(code: number): boolean {
    if (this.#theirs.delete(code)) return false;
    const isHeld = this.#held.delete(code);
    const isExpected = this.#takes('key false');
    return isHeld || isExpected || this.#isOwnText(code);
  }

  #isOwnText(code: number): boolean {
    return isTextKey(code) && this.#recent('text').length > 0;
  }

  #expect(one: Injected): Expected {
    const key = keyOf(one);
    const expected: Expected = { left: one.kind === 'key' ? one.count : 1, doneMs: undefined };
    this.#expected.set(key, [...this.#recent(key), expected]);
    return expected;
  }

  #takes(key: string): boolean {
    const [first] = this.#recent(key);
    if (!first) return false;
    first.left -= 1;
    return true;
  }

  #recent(key: string): Expected[] {
    const open = (this.#expected.get(key) ?? []).filter(({ left }) => left > 0);
    const recent = open.filter(isRecent);
    // A release of ours was never heard: nothing of ours is down, or the person's next press of that key would pass for ours.
    if (key === 'key false' && recent.length < open.length) this.#held.clear();
    this.#expected.set(key, recent);
    return recent;
  }
}

const isRecent = ({ doneMs }: Expected): boolean => doneMs === undefined || performance.now() - doneMs < ownWithinMs;

function keyOf(one: Injected): string {
  if (one.kind === 'button') return `button ${one.button} ${one.isDown}`;
  return one.kind === 'key' ? `key ${one.isDown}` : one.kind;
}
