import { describe, expect, test } from 'vitest';
import { Random } from '../testing/random.ts';
import { quotedCommands, words } from '../testing/said.ts';
import { summaryOf } from '../testing/summary.ts';
import { sure } from './clause.ts';
import { examplesOf, families } from './examples.ts';
import { interpret, interpretTarget, type Outcome } from './interpret.ts';
import { quote, sayAll } from './say.ts';

const salads = 3_000;
const salad = (random: Random) => Array.from({ length: 1 + random.integer(14) }, () => random.pick(words)).join(' ');

/** As summarised, but for whether names must match as a whole: what is said again is quoted. */
const loosely = (outcome: Outcome) => summaryOf(outcome).replaceAll('"', '');
const verbsOf = (outcome: Outcome) =>
  outcome.$case === 'understood' ? outcome.value.actions.flatMap(({ verb }) => (verb ? [verb] : [])) : [];

test('gives every action whole: sentence, confidence and all that was said', () => {
  expect(interpret('click the second "Edit" button right of Ada')).toEqual({
    $case: 'understood',
    value: {
      confidence: 0.92,
      actions: [
        {
          sentence: 'Click the second Edit button right of Ada',
          confidence: 0.92,
          verb: {
            $case: 'click',
            value: {
              button: 'MOUSE_BUTTON_LEFT',
              count: 1,
              target: {
                text: 'Edit',
                role: 'ROLE_BUTTON',
                ordinal: 2,
                exact: true,
                relation: {
                  kind: 'RELATION_KIND_RIGHT_OF',
                  anchor: { text: 'Ada', role: 'ROLE_UNSPECIFIED', ordinal: 0, exact: false, relation: undefined },
                },
              },
            },
          },
        },
      ],
    },
  });
});

test('takes the least confidence of its actions', () => {
  const outcome = interpret('press Enter, click Save and type hello');
  expect(outcome).toMatchObject({
    value: { confidence: 0.85, actions: [{ confidence: 1 }, { confidence: 0.92 }, {}] },
  });
});

test('asks for what is missing', () => {
  expect(interpret('type into Name')).toMatchObject({
    value: { question: 'What should I type into Name?', meanings: [] },
  });
  expect(interpret('drag X')).toMatchObject({ value: { question: 'Where should I drag X to?' } });
  expect(interpret('click "Save')).toMatchObject({ value: { question: expect.stringContaining('quotation mark') } });
});

test('offers meanings that the interpreter understands without doubt', () => {
  expect(interpret('type "Ada" into Name and press Home')).toMatchObject({
    $case: 'ask',
    value: {
      meanings: [
        { label: 'Press Home', command: 'type "Ada" into Name, then press the Home key' },
        { label: 'Click Home', command: 'type "Ada" into Name, then click Home' },
      ],
    },
  });
});

test('names the part that was not understood, shortened, and what to say instead', () => {
  expect(interpret('click Save; order me a pizza')).toMatchObject({
    $case: 'unknown',
    value: { part: 'order me a pizza', examples: { length: 3 } },
  });
  expect(interpret('wait 2 hours')).toMatchObject({
    value: { part: 'wait 2 hours', examples: examplesOf('wait') },
  });
  const long = interpret(`order ${'pizza '.repeat(200)}`);
  expect(long.$case === 'unknown' && long.value.part.length).toBeLessThanOrEqual(201);
});

/** A busy machine stalls. */
const patience = { timeout: 60_000 };

describe('whatever is said', patience, () => {
  test('it never throws, and says nothing empty', () => {
    const random = new Random(1);
    for (let round = 0; round < salads; round++) {
      const text = random.pick([() => random.units(random.integer(60)), () => random.text(40), () => salad(random)])();
      for (const outcome of [interpret(text), interpretTarget(text)]) {
        if (outcome.$case === 'ask') expect(outcome.value.question).not.toBe('');
        if (outcome.$case === 'understood') expect(outcome.value.confidence).toBeGreaterThanOrEqual(sure.threshold);
        if (outcome.$case === 'unknown' && text.trim()) expect(outcome.value.part).not.toBe('');
      }
    }
  });

  test('every meaning it asks about is understood, and they differ', () => {
    const random = new Random(2);
    let meanings = 0;
    for (let round = 0; round < salads; round++) {
      const outcome = interpret(salad(random));
      if (outcome.$case !== 'ask') continue;
      const commands = outcome.value.meanings.map(({ command }) => command);
      for (const command of commands) expect(interpret(command).$case, command).toBe('understood');
      expect(new Set(commands).size).toBe(commands.length);
      meanings += commands.length;
    }
    expect(meanings).toBeGreaterThan(100);
  });

  test('what was understood can be said again so that it means the same', () => {
    const random = new Random(3);
    let understood = 0;
    for (let round = 0; round < salads; round++) {
      const outcome = interpret(salad(random));
      if (outcome.$case !== 'understood') continue;
      const again = sayAll(verbsOf(outcome).map((verb) => ({ verb })));
      expect(loosely(interpret(again)), again).toBe(loosely(outcome));
      understood += 1;
    }
    expect(understood).toBeGreaterThan(100);
  });

  test('quoted text comes out as it went in', () => {
    const random = new Random(4);
    for (let round = 0; round < 1_000; round++) {
      const text = `${random.text(random.integer(30))}x${random.pick(['', '\\', '"', ' and press Enter', '\n', '”'])}`;
      const typed = interpret(`type ${quote(text)} into ${quote(`${text}!`)}, then press Enter`);
      expect(verbsOf(typed)[0]).toMatchObject({
        value: { text, replace: false, target: { text: `${text}!`, exact: true, role: 'ROLE_UNSPECIFIED' } },
      });
      expect(verbsOf(typed)).toHaveLength(2);
    }
  });
});

test.each(quotedCommands)('%s means the same with politeness around it', (command) => {
  const plain = interpret(command);
  expect(plain.$case).toBe('understood');
  const wrapped = [
    `please ${command}`,
    `${command} please`,
    `${command}, please.`,
    `Could you ${command}?`,
    `Hey Karna, could you please ${command} for me?`,
    `I'd like you to ${command}`,
    `I’d like you to ${command}, thanks!`,
    `  now ${command}  `,
    `${command}.`,
    `${command}…`,
    `1. ${command}\n`,
  ];
  for (const polite of wrapped) expect(interpret(polite), polite).toEqual(plain);
});

test.each(families.filter((family) => family !== 'target'))('every example of %s is understood', (family) => {
  for (const example of examplesOf(family)) {
    expect(interpret(example).$case, example).toBe('understood');
  }
});

test.each([
  ['Save', 'hover Save'],
  ['the second "Edit" button right of Ada', 'hover "Edit":button#2 right_of(Ada)'],
  ['find the Save button', 'hover Save:button'],
  ['where is "Save"', 'hover "Save"'],
  ['the third checkbox', 'hover :checkbox#3'],
  ['it', 'ask'],
  ['"Save" foo bar', 'unknown: foo bar'],
  ['Save and delete all of my old files', 'ask | Point at Save and delete all of my old files'],
])('the target %j is %j', (target, summary) => {
  expect(summaryOf(interpretTarget(target))).toBe(summary);
});

test('every example of a target is understood as one', () => {
  for (const example of examplesOf('target')) expect(interpretTarget(example).$case, example).toBe('understood');
});

test('an ordinary command takes well under a millisecond, the longest under a second', patience, () => {
  const timed = (text: string) => {
    const start = performance.now();
    interpret(text);
    return performance.now() - start;
  };
  const times = Array.from({ length: 40 }, () => quotedCommands.map(timed))
    .flat()
    .sort((a, b) => a - b);
  expect(times[Math.floor(times.length / 2)]).toBeLessThan(1);
  const longest = [
    'click Save and ',
    'press a and ',
    'check "a", ',
    'check a and ',
    'type a into ',
    'in ',
    'then ',
    '"',
    "'a ",
  ];
  for (const part of longest) {
    const text = part.repeat(Math.ceil(4_000 / part.length)).slice(0, 4_000);
    expect(Math.min(timed(text), timed(text), timed(text)), part).toBeLessThan(1_000);
  }
});

test.each([
  ['save button', 'ask | Click the save button'],
  ['The "Save" button, please.', 'ask | Click the Save button'],
  ['the Save button is broken', 'unknown: the Save button is broken'],
  ['button', 'unknown: button'],
])('offers what can be done with %j', (command, summary) => {
  expect(summaryOf(interpret(command))).toBe(summary);
});
