// What the agent and its nut-js child say to each other, over Node's IPC with structured clones.
import type { Box, Button, Point } from '../../ports.ts';
import type { NutKey } from './keys.ts';

/** Every order with its arguments and its answer. */
export interface Orders {
  hello: { ask: undefined; answer: undefined };
  move: { ask: Point; answer: undefined };
  button: { ask: { button: Button; isDown: boolean }; answer: undefined };
  wheel: { ask: { right: number; down: number }; answer: undefined };
  /** Pressed in order or released in reverse. */
  keys: { ask: { keys: readonly NutKey[]; isDown: boolean }; answer: undefined };
  /** Each stroke presses its keys in order and lets them go in reverse. */
  strokes: { ask: readonly (readonly NutKey[])[]; answer: undefined };
  /** Types by the platform's own means. Right on Windows and macOS only. */
  text: { ask: string; answer: undefined };
  grab: { ask: Box | undefined; answer: Grabbed };
  pointer: { ask: undefined; answer: Point };
  readClipboard: { ask: undefined; answer: string };
  writeClipboard: { ask: string; answer: undefined };
  windows: { ask: undefined; answer: readonly NutWindow[] };
  focus: { ask: number; answer: boolean };
}

export type OrderName = keyof Orders;

export interface Grabbed {
  readonly width: number;
  readonly height: number;
  readonly stride: number;
  readonly pixels: Uint8Array;
}

export interface NutWindow {
  readonly handle: number;
  readonly title: string;
  readonly box: Box;
  readonly active: boolean;
}

export interface Order<N extends OrderName = OrderName> {
  readonly id: number;
  readonly name: N;
  readonly ask: Orders[N]['ask'];
}

export type Answer =
  | { readonly id: number; readonly answer: Orders[OrderName]['answer'] }
  | { readonly id: number; readonly error: string };
