import { expect, test } from 'vitest';
import { summaryOf, targetSummary } from '../../testing/summary.ts';
import { interpret } from '../interpret.ts';

test.each([
  ['hit rock bottom', 'Shall I click "rock bottom"?'],
  ['press the issue', 'Shall I click "issue"?'],
  ['click kanban lane', 'Shall I click "kanban lane"?'],
  ['click Save tomorrow', 'Shall I click "Save tomorrow"?'],
  ['click Approve for every invoice', 'Shall I click "Approve for every invoice"?'],
  ['Click Save Click Close', 'Shall I click "Save Click Close"?'],
  ['click ok ok ok', 'Shall I click "ok ok ok"?'],
  ['click the middle one', 'Shall I click "middle one"?'],
  ['click next to Ada', 'Shall I click "next to Ada"?'],
  ['click Yes not No', 'Shall I click "Yes not No"?'],
  ['start dinner', 'Shall I open "dinner"?'],
  ['switch to plan B', 'Shall I open "plan B"?'],
  ['pick wisely', 'Shall I select "wisely"?'],
  ['type my password', 'Shall I type "my password"?'],
  ['type what I copied', 'Shall I type "what I copied"?'],
  ['set Color and Size to Red and Large', 'Shall I fill "Color and Size" with "Red and Large"?'],
  ['clear the table', 'Shall I fill "table" with ""?'],
  ['type it here', 'Shall I type "it here"?'],
  ['write mum that I am late', 'Shall I type "mum that I am late"?'],
  ['write Chapter One at the top', 'Shall I type "Chapter One at the top"?'],
  ['set Price to 15 in the Mug row', 'Shall I fill Price with "15 in the Mug row"?'],
  ['write penicillin next to it', 'Shall I type "penicillin next to it"?'],
  ['click Save for the last time', 'Shall I click "Save for the last time"?'],
  ['click long on Photo', 'Shall I click "long on Photo"?'],
  ['click the middle', 'Shall I click "middle"?'],
  ['right', 'Shall I press the Right key?'],
  ['press Ctrl and click Save', 'Shall I press the Control key, then click Save?'],
])('asks about %j: what it would do is vouched for by nothing', (command, question) => {
  const outcome = interpret(command);
  expect(outcome).toMatchObject({ $case: 'ask', value: { question } });
  const meant = outcome.$case === 'ask' ? outcome.value.meanings[0]?.command : undefined;
  expect(interpret(meant ?? '').$case).toBe('understood');
});

/** What a look at the screen can vouch for, each with the place of its step; undefined where it cannot help. */
function supposed(command: string): string[] | undefined {
  const outcome = interpret(command);
  const { supposition } = outcome.$case === 'ask' ? outcome.value : {};
  return supposition?.things.map(({ action, target }) => `${action} ${targetSummary(target)}`);
}

test.each([
  ['hit rock bottom', ['0 rock bottom']],
  ['click Save and click kanban lane', ['1 kanban lane']],
  ['click Edit next to kanban lane', ['0 kanban lane']],
  ['drag kanban lane onto swim lane', ['0 kanban lane', '0 swim lane']],
  ['pick wisely', ['0 wisely']],
  ['read Name and City', ['0 Name and City']],
  ['clear the table', ['0 table']],
  ['hit the road', ['0 road']],
  ['check the weather', ['0 weather']],
  ['click Save and delete all files', ['0 Save and delete all files']],
  ['drag Card to Done on the board', ['0 Card', '0 Done on the board']],
])('says which things would have to be there for %j', (command, things) => {
  expect(supposed(command)).toEqual(things);
});

test('means by it what would be done', () => {
  const outcome = interpret('hit rock bottom');
  const meant = outcome.$case === 'ask' ? outcome.value.supposition?.meant : undefined;
  expect(meant && summaryOf({ $case: 'understood', value: meant })).toBe('click rock bottom');
});

test.each([
  'start dinner',
  'write a letter',
  'choose a quiet room',
  'type my password',
  'type my best into kanban lane',
  'press Ctrl and click kanban lane',
  'type hunter into passphrase thing',
])('says of %j that no look at the screen helps', (command) => {
  expect(interpret(command).$case).toBe('ask');
  expect(supposed(command)).toBeUndefined();
});

test.each([
  ['click "rock bottom"', 'click "rock bottom"'],
  ['what does Matter number say', 'read Matter number'],
  ['clear the name', 'fill "" -> name'],
  ['clear Table', 'fill "" -> Table'],
  ['press left', 'keys Left'],
  ['left arrow', 'keys Left'],
  ['type Note that we leave', 'type "Note that we leave" -> -'],
  ['type Meet me there', 'type "Meet me there" -> -'],
  ['click the left button', 'click left:button'],
  ['click the kanban tab', 'click kanban:tab'],
  ['click Kanban', 'click Kanban'],
  ['click add to basket', 'click add to basket'],
  ['click save', 'click save'],
  ['click ada', 'click ada'],
  ['click Save for later', 'click Save for later'],
  ['click the blue Save button', 'click blue Save:button'],
  ['click report.pdf', 'click report.pdf'],
  ['turn on Do not disturb', 'check Do not disturb'],
  ['open firefox', 'open application firefox'],
  ['open galculator', 'open application galculator'],
  ['open the text editor', 'open application text editor'],
  ['type "my password"', 'type "my password" -> -'],
  ['type hello there', 'type "hello there" -> -'],
  ['select red from Color', 'select "red" of Color'],
  ['press Control', 'keys Control'],
])('reads %j as %j', (command, summary) => {
  expect(summaryOf(interpret(command))).toBe(summary);
});

/** The ways to read it between which a look at the screen can decide, each with all that it names. */
function ways(command: string): string[][] {
  const outcome = interpret(command);
  const { readings } = outcome.$case === 'ask' ? outcome.value : {};
  const all = (readings?.ways ?? []).map(({ things }) =>
    things.map(({ action, target }) => `${action} ${targetSummary(target)}`),
  );
  return all.filter(([thing]) => thing !== `0 ${command}:button`);
}

/** But for those that end with a button. */
const waysWithin = (command: string): string[][] =>
  ways(command).filter((things) => things.length === 1 || !things.at(-1)?.endsWith(':button'));

test.each([
  ['put 12.50 for the price', [['0 price']]],
  ['enter A1 as departure and B2 as arrival', [['0 departure', '1 arrival']]],
  ['tick Balcony and Parking', [['0 Balcony and Parking'], ['0 Balcony', '1 Parking']]],
  ['set rooms to four and area to ninety', [['0 rooms', '1 area']]],
  ['type in address 7 Mill Lane', [['0 address']]],
  ['click Edit by dry wreath', [['0 Edit near(dry wreath)', '0 dry wreath']]],
  ['click Hide for the blue tulips', [['0 Hide inside(blue tulips:row)', '0 blue tulips:row']]],
  ['open pending fees', [['0 pending fees:button']]],
])('says between which ways to read %j the screen decides', (command, expected) => {
  expect(waysWithin(command)).toEqual(expected);
});

test.each([
  ['put 38 in count and confirm', ['0 count', '1 confirm:button']],
  ['uncheck tyres and finish job', ['0 tyres', '1 finish job:button']],
  ['check I agree, then submit', ['0 I agree', '1 submit:button']],
  ['save it and confirm', undefined],
  ['type hello and confirm', undefined],
])('asks about %j unless a button is called what stands at its end', (command, expected) => {
  expect(ways(command).find((things) => things.at(-1)?.endsWith(':button'))).toEqual(expected);
});

test.each(['set speed at 300', 'go to the next page'])('asks about %j, or says that it means nothing', (command) => {
  expect(interpret(command).$case).not.toBe('understood');
});

test.each([
  ['type see you on Monday', 'when, though there may be a field for Mondays'],
  ['write thanks to Sender', 'to whom'],
  ['write Ada in Oslo and go home in May', 'two texts that were taken for one'],
  ['tap menu', 'a key leaves no trace before it is pressed'],
  ['type hello and save it', 'so do the keys for it'],
])('leaves %j to the person: %s', (command) => {
  expect(interpret(command).$case).toBe('ask');
  expect(ways(command)).toEqual([]);
});

test.each([
  ['Aircraft should be D-EKLM', 'Set Aircraft to "D-EKLM"'],
  ['Volume: 2.5', 'Set Volume to "2.5"'],
  ['Officer is to be changed to Lange', 'Set Officer to "Lange"'],
])('asks about %j, unless there is such a field', (command, label) => {
  expect(interpret(command)).toMatchObject({ $case: 'ask', value: { meanings: [{ label }] } });
  expect(supposed(command)).toHaveLength(1);
});

test.each(['The door must be closed with care', 'set waist to 88 no 89', 'start 20:40'])(
  'does not leave it to the screen what %j means',
  (command) => {
    expect(interpret(command).$case).not.toBe('understood');
    expect(supposed(command)).toBeUndefined();
  },
);

test.each([
  ['clear plan', ['0 clear plan:button']],
  ['please check in', undefined],
  ['clear the plan, would you', ['0 clear the plan:button']],
])('asks about %j unless a button is called so', (command, expected) => {
  const outcome = interpret(command);
  const { readings } = outcome.$case === 'ask' ? outcome.value : {};
  expect(readings?.ways.at(-1)?.things.map(({ target }) => `0 ${targetSummary(target)}`)).toEqual(expected);
});

test.each([
  ['continue', 'continue:button'],
  ['continue please', 'continue:button'],
  ['next please', 'next:button'],
  ['ok then', 'ok:button'],
  ['my new passphrase', undefined],
  ['the quick brown fox jumps over it', undefined],
])('means nothing by %j unless a button is called so', (command, expected) => {
  const outcome = interpret(command);
  const { readings } = outcome.$case === 'unknown' ? outcome.value : {};
  expect(outcome.$case).toBe('unknown');
  expect(readings?.ways.flatMap(({ things }) => things.map(({ target }) => targetSummary(target)))[0]).toBe(expected);
});

test.each([
  ['copy', ['copy']],
  ['click Edit for Ada Lovelace', ['Edit inside(Ada Lovelace:row)', 'Ada Lovelace:row']],
  ['tick Mute for Track 2', ['Mute inside(Track 2:row)', 'Track 2:row']],
  ['click Save and Next', ['Save', 'Next']],
  ['open Contracts', ['Contracts:button']],
  ['click Save', undefined],
  ['click "Save and Next"', undefined],
  ['open Firefox', undefined],
  ['open the text editor', undefined],
  ['press ctrl+c', undefined],
])('understands %j, unless the screen has what it could mean besides', (command, expected) => {
  const outcome = interpret(command);
  expect(outcome.$case).toBe('understood');
  const { otherwise } = outcome.$case === 'understood' ? outcome.value : {};
  expect(otherwise?.ways[0]?.things.map(({ target }) => targetSummary(target))).toEqual(expected);
});

test('leaves it to the person where a reading that is in doubt names the same', () => {
  expect(ways('type slight fever, no appetite in Diagnosis')).toEqual([]);
});

test('does not take for one text what goes on after it', () => {
  expect(interpret('set Owner to Marta Lindh, then Save record').$case).toBe('ask');
});
