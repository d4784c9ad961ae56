// What the agent needs from the desktop it sits on. All places and sizes are px in desktop space (physical pixels,
// origin at the top left corner of the whole desktop). Nothing here keeps a setting: every call brings what it needs.
import type { Window } from '@karna/proto/gen/agent/v1/agent';
import type { Display } from '@karna/proto/gen/desktop/v1/desktop';
import type { Box, Point } from '@karna/proto/gen/geometry/v1/geometry';
import type { Act } from '@karna/proto/gen/recording/v1/recording';
import type { PointerShape } from '@karna/proto/gen/screen/v1/screen';
import type { AccessibleElement } from '@karna/proto/gen/vision/v1/element';
import type { FrameId } from '@karna/proto/ids';
import type { Modifier } from '@karna/proto/keys';

export type { Act, Box, Display, FrameId, Point, PointerShape, Window };

/** One picture of the desktop, or of a part of it, as the display holds it. */
export interface RawFrame {
  readonly id: FrameId;
  /** The part of the desktop that the picture shows; the whole of it for `capture`. */
  readonly box: Box;
  readonly width: number;
  readonly height: number;
  /** Bytes per row; at least `width * 4`. */
  readonly stride: number;
  /** BGRX: blue, green, red and a byte without meaning. Belongs to the caller: no later capture writes into it. */
  readonly pixels: Uint8Array;
  readonly capturedAt: Date;
  /** The same moment on the monotonic clock (`performance.now()`), for ages. */
  readonly capturedElapsedMs: number;
}

export interface Screen {
  /**
   * Fails with `capture.failed`. `reuse`: the pixels of a frame that nobody looks at any more; a back end may write into
   * them instead of asking the system for 8 MB, which takes longer than copying them.
   */
  capture(reuse?: Uint8Array): Promise<RawFrame>;
  /** The part of `box` that lies on the desktop. Fails with `capture.failed` when none of it does. */
  captureRegion(box: Box, reuse?: Uint8Array): Promise<RawFrame>;
  /**
   * Waits until nothing on the screen has changed for `quietMs`, at most `limitMs`. Counted from the call on: what changed before it is
   * past. Rejects with the signal's reason when that aborts.
   */
  quietFor(quietMs: number, limitMs: number, signal: AbortSignal, onTheWay?: OnTheWay): Promise<Rest>;
  /** At least one; asked afresh each time, since monitors come and go. */
  displays(): Promise<Display[]>;
  pointerPosition(): Promise<Point>;
  /** Hears of changes from now on: `changed` is called when something may have been drawn, or the pointer may have moved. */
  follow(changed: () => void): Promise<Following>;
}

/** Told while it is waited for quiet: once nothing has changed for so long (ms), and again after what changes then. */
export interface OnTheWay {
  readonly afterMs: number;
  readonly calm: () => void;
}

/** What came of a wait for rest. */
export interface Rest {
  /** It never came to rest. */
  readonly restless: boolean;
  /** From the call to the first and to the last change that was seen (ms); 0: there was none. */
  readonly firstChangeMs: number;
  readonly changedMs: number;
}

/** Further than any desktop reaches: all of it, and its size may be another than before. */
export const everything: Box = { x: 0, y: 0, width: 0x7fff_ffff, height: 0x7fff_ffff };

/** What happens on the screen, for as long as somebody looks. */
export interface Following {
  /** Where something was drawn since the last call; `everything` at first, and where a back end cannot tell. */
  take(): readonly Box[];
  pointer(): Promise<PointerLook>;
  close(): void;
}

export interface PointerLook {
  readonly at: Point;
  /** Another number, another shape. */
  readonly look: number;
  /** Undefined where the platform does not show it. */
  readonly shape: PointerShape | undefined;
}

/** Makes parts of the live picture small. */
export interface StreamEncoder {
  /** A part of the picture as a JPEG of that size; `quality` 1..100. The picture must stay as it is until then; several are made side by side. */
  jpeg(picture: Bgrx, box: Box, quality: number): Uint8Array | Promise<Uint8Array>;
  /** zlib, at once. */
  deflate(bytes: Uint8Array): Uint8Array;
}

export type Button = 'left' | 'middle' | 'right';

/** Each call returns when the display has taken the event. Fails with `action.failed`. */
export interface Pointer {
  move(to: Point): Promise<void>;
  down(button: Button): Promise<void>;
  up(button: Button): Promise<void>;
  /** Wheel clicks at the pointer; positive is right and down. */
  wheel(right: number, down: number): Promise<void>;
}

/** Keys by the names of `@karna/proto/keys`; one character names the key that types it. */
export interface Keyboard {
  /** Presses the key and leaves it down. A character on the upper level of its key brings its own Shift. Fails with `key.unknown`. */
  down(key: string): Promise<void>;
  up(key: string): Promise<void>;
  /**
   * Types the text exactly, whatever its characters and length. Newline is Enter, tab is Tab. Fails with
   * `text.untypable` before the first key when it cannot (control characters, lone surrogates), and with the signal's
   * reason between two characters when that aborts; it leaves no key down either way.
   */
  type(text: string, signal: AbortSignal): Promise<void>;
}

export interface Clipboard {
  /** The text on the clipboard; empty when there is none or it holds something else. */
  read(): Promise<string>;
  write(text: string): Promise<void>;
  /**
   * Has `text` on the clipboard while `work` runs (which pastes it) and until an application has fetched it, then puts
   * back what was there, also when `work` fails. Fails with `action.failed` when nobody fetched it, where the platform
   * shows that.
   */
  borrow<T>(text: string, work: () => Promise<T>): Promise<T>;
}

export interface Windows {
  /** Every window a person would call one, bottom first. */
  list(): Promise<Window[]>;
  /** What applications show above all windows for a moment, menus and lists, bottom first; none where that is not told. */
  popups(): Promise<Window[]>;
  /** Raises and activates it, and returns when it is active. Fails with `window.not_found` or `action.failed`. */
  focus(id: string): Promise<void>;
  minimize(id: string): Promise<void>;
  /** Asks the window to close, as its close button does. The application may ask back. */
  close(id: string): Promise<void>;
}

export type LaunchTarget =
  | { readonly $case: 'application'; readonly value: string }
  | { readonly $case: 'address'; readonly value: string };

export interface Launched {
  /** 0 when the system started it on our behalf and does not tell. */
  readonly pid: number;
  /** The name of what was started: an application's name or a program. */
  readonly application: string;
  /** The exit code once the started process has ended; 0 says that it handed over to another. Undefined when nobody can tell. */
  ended(): number | undefined;
}

export interface Applications {
  /**
   * Starts a program by its everyday name, or the browser at an address. Does not wait for its window.
   * Fails with `app.not_found` (naming close matches) or `action.failed`.
   */
  launch(what: LaunchTarget): Promise<Launched>;
  /** Ends what `launch` started and still runs: politely first, after `graceMs` by force. */
  endAll(graceMs: number): Promise<void>;
}

/** A key with Ctrl+Alt on the desktop's own keyboard. Heard without any network. */
export interface Hotkey {
  /** Returns a function that stops listening. */
  onPressed(callback: () => void): () => void;
}

/** Real input: what arrives at the display and did not come from this agent. */
export interface PersonInput {
  /** Called at every key, button, wheel or pointer movement of the person. Returns a function that stops listening. */
  onInput(callback: () => void): () => void;
}

/** One thing that the person did with mouse or keyboard, as the display tells it. */
export type PersonEvent = {
  readonly modifiers: readonly Modifier[] /** The display's clock (ms). */;
  readonly timeMs: number;
} & (
  | { readonly kind: 'button'; readonly button: Button; readonly isDown: boolean; readonly at: Point }
  | { readonly kind: 'wheel'; readonly right: number; readonly down: number; readonly at: Point }
  /**
   * A key by its name, or by the character that it types with what is held; with Control, Alt or Super by the key alone.
   * `unknownCharacter` of `@karna/proto/keys` where it types something and it cannot be told what.
   */
  | { readonly kind: 'key'; readonly key: string; readonly isDown: boolean }
);

export interface PersonWatch {
  /**
   * Tells everything that the person presses and releases from now on, in order, until the result is closed. Never what
   * this agent injected; what other programs inject counts as the person's. Fails with `action.unsupported`. `lost` is
   * called once when no more can be told though the desktop is still there; what was told until then is all there is.
   */
  watch(heard: (event: PersonEvent) => void, lost?: (error: Error) => void): Promise<{ close(): Promise<void> }>;
}

export interface ReadCharacter {
  readonly text: string;
  /** Somewhere inside it (px of the frame). */
  readonly x: number;
  /** 0..1. */
  readonly confidence: number;
}

export interface ReadWord {
  readonly text: string;
  readonly box: Box;
  /** That of its least sure character, 0..1. */
  readonly confidence: number;
  readonly characters: readonly ReadCharacter[];
}

/** Words that stand one blank apart. */
export interface ReadLine {
  readonly text: string;
  readonly box: Box;
  /** From left to right. */
  readonly words: readonly ReadWord[];
}

/** A picture as `RawFrame` has it, rows without padding. */
export interface Bgrx {
  readonly width: number;
  readonly height: number;
  readonly data: Uint8Array;
}

/** Reads what is written on a picture, on this machine. */
export interface TextReader {
  /**
   * The lines in each of `parts`, boxes in px of the picture. Rejects when it cannot say, and with the signal's reason
   * when that aborts: nobody may take its silence for "no text".
   */
  read(picture: Bgrx, parts: readonly Box[], signal: AbortSignal): Promise<ReadLine[][]>;
  close(): Promise<void>;
}

/** What an application says of one thing that it shows. */
export interface Accessible extends AccessibleElement {
  readonly box: Box;
  /** It is a field that hides what is typed into it. */
  readonly hidesText: boolean;
}

/** The applications' own word on what is on the screen; a witness, never needed. */
export interface Accessibility {
  /**
   * What can be learnt until the signal aborts, at most `most` things; empty when nobody can be asked. Never rejects, and
   * answers at once when the signal aborts.
   */
  elements(most: number, signal: AbortSignal): Promise<Accessible[]>;
  close(): Promise<void>;
}

export type Backend = 'x11' | 'nut' | 'memory';

/** One desktop with all its organs. */
export interface Desktop {
  readonly backend: Backend;
  readonly screen: Screen;
  readonly pointer: Pointer;
  readonly keyboard: Keyboard;
  readonly clipboard: Clipboard;
  readonly windows: Windows;
  readonly applications: Applications;
  /** Ctrl+Alt+Escape. */
  readonly haltKey: Hotkey;
  /** Ctrl+Alt+R; undefined where it was not asked for. */
  readonly teachKey: Hotkey | undefined;
  /** Undefined where the platform does not show it. */
  readonly personInput: PersonInput | undefined;
  /** Undefined where the platform does not show it: then nobody can teach there. */
  readonly personWatch: PersonWatch | undefined;
  /** The same pointer and keyboard, for a person who is elsewhere: `personWatch` tells what they do, `personInput` does not. */
  readonly remote: { readonly pointer: Pointer; readonly keyboard: Keyboard };
  /** Releases the keys and buttons that an earlier run of an agent left down, and names them. For start-up and halts. */
  releaseAll(): Promise<string[]>;
  /** Aborts when the display has gone away for good; every call then fails. */
  readonly gone: AbortSignal;
  /** Leaves the desktop as it was found: keymap restored, nothing held, connections closed. Does not end applications. */
  close(): Promise<void>;
}

/** What an act shows, by the hash (SHA-256, hex) under which the act names it. */
export interface ActPicture {
  readonly sha256: string;
  /** PNG, redacted. */
  readonly data: Uint8Array;
}

/** Acts that nobody else keeps yet: on this machine, so that neither a lost connection nor the agent's death loses them. */
export interface Spool {
  /** Recordings of which acts wait, the oldest first. */
  recordings(): Promise<string[]>;
  /** Keeps an act with its pictures; beyond the spool's bounds without them. */
  add(recordingId: string, act: Act, pictures: readonly ActPicture[]): Promise<void>;
  /** The acts that wait, in order. */
  waiting(recordingId: string): Promise<Act[]>;
  /** The picture that a waiting act shows; undefined when it is not kept. */
  picture(recordingId: string, sha256: string): Promise<Uint8Array | undefined>;
  /** Acts up to this number are kept elsewhere. */
  drop(recordingId: string, upTo: number): Promise<void>;
  /** Nothing of it is needed any more. */
  forget(recordingId: string): Promise<void>;
}
