import { describe, expect, test } from 'vitest';
import { RemoteKeys, type Stroke } from './remote-keys.ts';

const told = (strokes: readonly Stroke[]) => strokes.map(({ key, isDown }) => `${isDown ? '+' : '-'}${key}`).join(' ');

/** `+Shift +A -A`: what comes from afar; answers what is done here. */
function typing(keys: RemoteKeys, said: string): string {
  const strokes = said.split(' ').flatMap((one) => {
    const key = one.slice(1);
    return one.startsWith('+') ? keys.down(key) : keys.up(key);
  });
  return told(strokes);
}

describe('keys from afar', () => {
  test.each([
    ['a character brings the Shift that it needs here', '+Shift +A -A -Shift', '+A -A'],
    ['whatever it took there', '+Shift +/ -/ -Shift', '+/ -/'],
    ['Shift counts with keys that are no characters', '+Shift +Left -Left -Shift', '+Shift +Left -Left -Shift'],
    ['and with shortcuts', '+Control +Shift +T -T -Shift -Control', '+Control +Shift +t -t -Shift -Control'],
    ['and not with a character after that', '+Shift +Left -Left +? -? -Shift', '+Shift +Left -Left -Shift +? -?'],
    ['repeats are made here', '+a +a +a -a', '+a -a'],
    ['what was not pressed is not let go', '-a -Shift', ''],
    ['names are understood as people write them', '+Ctrl +Esc -Esc -Ctrl', '+Control +Escape -Escape -Control'],
  ])('%s', (_, said, done) => {
    expect(typing(new RemoteKeys(), said)).toBe(done);
  });

  test('are all let go at once, the newest first', () => {
    const keys = new RemoteKeys();
    typing(keys, '+Control +Shift +x +Left');
    expect(told(keys.letGo())).toBe('-Left -x -Shift -Control');
    expect(keys.letGo()).toEqual([]);
  });

  test('Shift counts with a click', () => {
    const keys = new RemoteKeys();
    keys.down('Shift');
    expect(told(keys.beforeButton())).toBe('+Shift');
    expect(told(keys.up('Shift'))).toBe('-Shift');
  });

  test('say which chord a key would complete', () => {
    const keys = new RemoteKeys();
    typing(keys, '+Control +Alt');
    expect(keys.chordWith('Delete')).toEqual({ modifiers: ['Control', 'Alt'], key: 'delete' });
  });
});
