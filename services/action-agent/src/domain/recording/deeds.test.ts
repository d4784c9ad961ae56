import type { Modifier } from '@karna/proto/keys';
import { describe, expect, it } from 'vitest';
import type { PersonEvent } from '../../ports.ts';
import { type Deed, Deeds } from './deeds.ts';

let clockMs = 0;
const press = (x: number, y: number, afterMs = 100, modifiers: Modifier[] = []): PersonEvent => {
  clockMs += afterMs;
  return { kind: 'button', button: 'left', isDown: true, at: { x, y }, modifiers, timeMs: clockMs };
};
const release = (x: number, y: number): PersonEvent => {
  clockMs += 40;
  return { kind: 'button', button: 'left', isDown: false, at: { x, y }, modifiers: [], timeMs: clockMs };
};
const key = (name: string, modifiers: Modifier[] = [], afterMs = 60): PersonEvent[] => {
  clockMs += afterMs;
  const shared = { kind: 'key', key: name, modifiers, timeMs: clockMs } as const;
  return [
    { ...shared, isDown: true },
    { ...shared, isDown: false },
  ];
};
const wheel = (down: number, afterMs = 50): PersonEvent => {
  clockMs += afterMs;
  return { kind: 'wheel', right: 0, down, at: { x: 5, y: 5 }, modifiers: [], timeMs: clockMs };
};

function deedsOf(...events: readonly PersonEvent[]): Deed[] {
  const deeds = new Deeds();
  const done = events.flatMap((event) => deeds.take(event).ended ?? []);
  return [...done, ...[deeds.finish()].filter((deed) => deed !== undefined)];
}

describe('deeds', () => {
  it('makes a click of a press and a release in one place', () => {
    expect(deedsOf(press(10, 20), release(12, 21))).toEqual([
      { kind: 'pressed', at: { x: 10, y: 20 }, button: 'left', count: 1, modifiers: [] },
    ]);
  });

  it('counts clicks that follow at once, and no others', () => {
    const twice = [press(10, 20), release(10, 20), press(11, 20, 150), release(11, 20)];
    expect(deedsOf(...twice)).toMatchObject([{ count: 2 }]);
    expect(deedsOf(...twice, press(11, 20, 900), release(11, 20))).toMatchObject([{ count: 2 }, { count: 1 }]);
    expect(deedsOf(press(10, 20), release(10, 20), press(60, 20), release(60, 20))).toHaveLength(2);
  });

  it('makes a drag of a release elsewhere', () => {
    expect(deedsOf(press(10, 20), release(200, 90))).toEqual([
      { kind: 'dragged', from: { x: 10, y: 20 }, to: { x: 200, y: 90 }, button: 'left', modifiers: [] },
    ]);
  });

  it('joins characters and corrections to one typing', () => {
    const events = ['c', 'a', 'r', 'Backspace', 't', 'Space', 'é'].flatMap((name) => key(name));
    expect(deedsOf(...events)).toEqual([{ kind: 'typed', keys: ['c', 'a', 'r', 'Backspace', 't', ' ', 'é'] }]);
  });

  it('takes editing keys before any typing for keys like others', () => {
    expect(deedsOf(...key('Delete'), ...key('a'))).toMatchObject([
      { kind: 'chord', chord: 'Delete' },
      { kind: 'typed', keys: ['a'] },
    ]);
  });

  it('ends typing at Enter, Tab and chords, and counts those', () => {
    const events = [...key('a'), ...key('Tab'), ...key('Tab'), ...key('b'), ...key('s', ['Control'])];
    expect(deedsOf(...events)).toEqual([
      { kind: 'typed', keys: ['a'] },
      { kind: 'chord', chord: 'Tab', count: 2 },
      { kind: 'typed', keys: ['b'] },
      { kind: 'chord', chord: 'Control+s', count: 1 },
    ]);
  });

  it('hears Super when it is pressed alone, and not as part of a chord', () => {
    const chorded: PersonEvent[] = [
      { kind: 'key', key: 'Super', isDown: true, modifiers: [], timeMs: 1 },
      { kind: 'key', key: 'e', isDown: true, modifiers: ['Super'], timeMs: 2 },
      { kind: 'key', key: 'e', isDown: false, modifiers: ['Super'], timeMs: 3 },
      { kind: 'key', key: 'Super', isDown: false, modifiers: ['Super'], timeMs: 4 },
    ];
    expect(deedsOf(...key('Super'))).toMatchObject([{ chord: 'Super' }]);
    expect(deedsOf(...chorded)).toMatchObject([{ chord: 'Super+e' }]);
  });

  it('adds the clicks of a wheel up', () => {
    expect(deedsOf(wheel(1), wheel(1), wheel(1), wheel(-1, 5_000))).toMatchObject([{ down: 3 }, { down: -1 }]);
  });

  it('keeps modifiers of a click', () => {
    expect(deedsOf(press(1, 1, 100, ['Control']), release(1, 1))).toMatchObject([{ modifiers: ['Control'] }]);
  });
});
