import { expect, test } from 'vitest';
import { type Hands, type Held, HeldLedger } from './held.ts';

class FakeHands implements Hands {
  readonly history: string[] = [];
  readonly broken: Set<string>;
  constructor(...broken: readonly string[]) {
    this.broken = new Set(broken);
  }
  async down({ name }: Held) {
    this.#record(`+${name}`);
  }
  async up({ name }: Held) {
    this.#record(`-${name}`);
  }
  #record(event: string) {
    this.history.push(event);
    if (this.broken.has(event)) throw new Error(`${event} failed`);
  }
}

const control: Held = { kind: 'key', name: 'Control' };
const shift: Held = { kind: 'key', name: 'Shift' };
const left: Held = { kind: 'button', name: 'left' };

function ledgerOf(hands: Hands) {
  const abort = new AbortController();
  return { ledger: new HeldLedger(hands, abort.signal), abort };
}

test('holds only while the work runs, and lets go in reverse', async () => {
  const hands = new FakeHands();
  const { ledger } = ledgerOf(hands);
  await ledger.holding([control, shift], async () => {
    hands.history.push('work');
  });
  expect(hands.history).toEqual(['+Control', '+Shift', 'work', '-Shift', '-Control']);
  expect(await ledger.letGoOfAll()).toEqual({ released: [], stuck: [] });
});

test('lets go when the work fails, and passes the failure on', async () => {
  const hands = new FakeHands();
  const vanished = new Error('the window vanished');
  await expect(ledgerOf(hands).ledger.holding([control], () => Promise.reject(vanished))).rejects.toBe(vanished);
  expect(hands.history).toEqual(['+Control', '-Control']);
});

test('lets go of a key whose press reported failure: it may have landed', async () => {
  const hands = new FakeHands('+Shift');
  const { ledger } = ledgerOf(hands);
  await expect(ledger.holding([control, shift], async () => {})).rejects.toThrow('+Shift failed');
  expect(hands.history).toEqual(['+Control', '+Shift', '-Shift', '-Control']);
});

test('tries once more what could not be released, then names it as stuck', async () => {
  const hands = new FakeHands('-Shift');
  const { ledger } = ledgerOf(hands);
  await ledger.holding([control, shift], async () => {});
  expect(await ledger.letGoOfAll()).toEqual({ released: [], stuck: ['Shift'] });
  hands.broken.clear();
  expect(await ledger.letGoOfAll()).toEqual({ released: ['Shift'], stuck: [] });
});

test('lets go from outside while the work hangs, exactly once', async () => {
  const hands = new FakeHands();
  const { ledger, abort } = ledgerOf(hands);
  const { promise: hang, resolve } = Promise.withResolvers<void>();
  const working = ledger.holding([control, left], () => hang);
  await Promise.resolve();
  await new Promise(setImmediate);
  abort.abort();
  expect(await ledger.letGoOfAll()).toEqual({ released: ['left button', 'Control'], stuck: [] });
  resolve();
  await working;
  expect(hands.history).toEqual(['+Control', '+left', '-left', '-Control']);
});

test('presses nothing after the abort', async () => {
  const hands = new FakeHands();
  const { ledger, abort } = ledgerOf(hands);
  abort.abort(new Error('halted'));
  await expect(ledger.holding([control], async () => {})).rejects.toThrow('halted');
  expect(hands.history).toEqual([]);
});
