import type { Injected } from '../uiohook/own-input.ts';
import type { OrderName, Orders } from './orders.ts';

type Counted = { [N in OrderName]?: (ask: Orders[N]['ask']) => readonly Injected[] };

const presses = (count: number): readonly Injected[] => [
  { kind: 'key', isDown: true, count },
  { kind: 'key', isDown: false, count },
];

const counted: Counted = {
  move: () => [{ kind: 'motion' }],
  button: ({ button, isDown }) => [{ kind: 'button', button, isDown }],
  wheel: () => [{ kind: 'wheel' }],
  keys: ({ keys, isDown }) => [{ kind: 'key', isDown, count: keys.length }],
  strokes: (strokes) => presses(strokes.flat().length),
  text: () => [{ kind: 'text' }],
};

/** What an order does with mouse and keyboard. */
export const injectedBy = <N extends OrderName>(name: N, ask: Orders[N]['ask']): readonly Injected[] =>
  counted[name]?.(ask) ?? [];
