// What the agent and its uiohook child say to each other, over Node's IPC.

/** One thing that mouse or keyboard did, as the library tells it. */
export type HookInput = {
  /** Milliseconds since 1970 on a clock that only goes forward: the library's own are of another kind on each system. */
  readonly timeMs: number;
} & (
  | { readonly kind: 'motion' }
  | ({ readonly kind: 'key'; readonly code: number; readonly isDown: boolean } & Held)
  /** Buttons by number: 1 left, 2 right, 3 middle, on every system. */
  | ({ readonly kind: 'button'; readonly button: number; readonly isDown: boolean } & Place & Held)
  /** Clicks of the wheel; 0: less than one so far. */
  | ({ readonly kind: 'wheel'; readonly right: number; readonly down: number } & Place & Held)
);

/** Where the pointer is: px, on Windows physical ones whatever the scale. */
export interface Place {
  readonly x: number;
  readonly y: number;
}

/** Modifiers that are down; that of a modifier's own press among them. */
export interface Held {
  readonly control: boolean;
  readonly alt: boolean;
  readonly shift: boolean;
  readonly meta: boolean;
}

/** What the child says, and when: `listening` or `failed` once, then inputs. */
export type HookWord =
  | { readonly word: 'listening' }
  /** `code`: libuiohook's (`UIOHOOK_ERROR_...`), or Node's when the library could not be loaded. */
  | { readonly word: 'failed'; readonly code: string }
  | { readonly word: 'input'; readonly input: HookInput };
