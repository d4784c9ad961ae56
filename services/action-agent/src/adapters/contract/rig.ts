import type { Box, Desktop, Point } from '../../ports.ts';
import type { InputEvent } from '../memory/scene.ts';

export type { InputEvent };

/** A window of the test's own, whose program notes exactly what reaches it. */
export interface Witness {
  readonly title: string;
  /** Its client area, in desktop space. */
  box(): Promise<Box>;
  /** What has arrived since `forget`, in order. */
  events(): Promise<InputEvent[]>;
  forget(): void;
  /** Fills a part of the client area with a colour, 0xRRGGBB. */
  paint(box: Box, colour: number): Promise<void>;
}

/** A text field of a real (or simulated) application. */
export interface Field {
  /** A place inside it. */
  readonly at: Point;
  text(): Promise<string>;
  clear(): Promise<void>;
}

/** A desktop with everything on it that the contract needs for judging. */
export interface Rig {
  readonly desktop: Desktop;
  /** On top at the start, and active. */
  readonly witness: Witness;
  /** A second window beside it. */
  readonly neighbour: Witness;
  /** An application with a text field; opened at the first call. */
  field(): Promise<Field>;
  close(): Promise<void>;
}

/** What a back end cannot do, said where its suite is run. */
export interface Limits {
  /** Keys of `@karna/proto/keys` that it refuses with `action.unsupported`. */
  readonly missingKeys: readonly string[];
  /** A program that its applications find by an everyday name. */
  readonly everydayProgram: { readonly said: string; readonly application: RegExp };
}
