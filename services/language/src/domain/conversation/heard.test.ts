import { expect, test } from 'vitest';
import { hear } from './heard.ts';

test.each([
  ['stop', 'stop'],
  ['Halt!', 'stop'],
  ['please stop', 'stop'],
  ['stop it now', 'stop'],
  ['no, stop', 'stop'],
  ['pause', 'pause'],
  ['hold on', 'pause'],
  ['wait a moment', 'pause'],
  ['go on', 'go on'],
  ['ok, go on', 'go on'],
  ['could you please continue?', 'go on'],
  ['cancel that', 'drop'],
  ['never mind', 'drop'],
  ['undo that', 'undo'],
  ['Please take it back.', 'undo'],
  ['no, undo that', 'undo'],
  ['what happened?', 'what happened'],
  ['What did you do?', 'what happened'],
  ['why did it halt?', 'what happened'],
  ['what can you do here?', 'abilities'],
  ['what can I say?', 'abilities'],
  ['help', 'abilities'],
  ['what is it doing?', 'doing'],
  ["what's going on?", 'doing'],
  ['are you done yet?', 'doing'],
  ['yes', 'yes'],
  ['OK', 'yes'],
  ['yes please', 'yes'],
  ['go ahead', 'yes'],
  ['no', 'no'],
  ['no thanks', 'no'],
  ['neither', 'no'],
  ['none of them', 'no'],
])('hears in %j: %s', (text, is) => {
  expect(hear(text)).toMatchObject({ is });
});

test.each([
  ['do it again', undefined],
  ['again', undefined],
  ['the same again, please', undefined],
  ['do it again for Berlin', 'Berlin'],
  ['the same for Ada', 'Ada'],
  ['do the same with "New York"', 'New York'],
  ['and now for Grace Hopper?', 'Grace Hopper'],
  ['same thing but for 17', '17'],
  ['do it again with customer Acme', 'customer Acme'],
])('hears in %j the last command once more, with %j', (text, instead) => {
  expect(hear(text)).toEqual({ is: 'again', instead });
});

test.each([
  ['no, the other one', undefined, false],
  ['the other one', undefined, false],
  ['I meant the other one', undefined, false],
  ['no, Berlin', 'Berlin', false],
  ['Nope, "Save as"', 'Save as', false],
  ['not that one, Oslo', 'Oslo', false],
  ['I meant Berlin', 'Berlin', true],
  ['no, I meant click Save', 'click Save', true],
  ['actually Rome', 'Rome', true],
])('hears in %j a correction to %j', (text, instead, isMeaning) => {
  expect(hear(text)).toEqual({ is: 'correction', instead, isMeaning });
});

test.each([
  'click Stop',
  'press Pause',
  'open the help menu',
  'click Yes',
  'cancel the order of Ada',
  'wait until "Done" appears',
  'wait 5 seconds',
  'type no into Answer',
  'repeat twice: press Tab',
  'do the weekly report',
  'run skill "Send invoice" with number "17"',
  'stop\nclick Save',
  'x'.repeat(100_000),
  '',
])('takes %.40s for a command', (text) => {
  expect(hear(text).is).toBe('command');
});

test('is quick with whatever it is given', () => {
  const start = performance.now();
  for (const piece of ['no, ', 'please ', 'and now ', 'the same ', 'could you ', ' ', ',']) {
    hear(piece.repeat(70));
    hear(piece.repeat(50_000));
  }
  expect(performance.now() - start).toBeLessThan(1_000);
});
