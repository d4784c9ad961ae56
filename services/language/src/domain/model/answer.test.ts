import { DomainError } from '@karna/common/errors';
import { Skill } from '@karna/proto/gen/skill/v1/skill';
import { expect, test } from 'vitest';
import { Random } from '../../testing/random.ts';
import { skillOf, someSkills } from '../../testing/skills.ts';
import { summaryOf } from '../../testing/summary.ts';
import { interpret } from '../interpret.ts';
import { type Call, isSaid, proposalOf } from './answer.ts';
import { offerOf } from './offering.ts';
import { modelVerbs } from './verbs.ts';

const offer = offerOf(someSkills);
const call = (tool: string, given: unknown): Call => ({
  is: 'called',
  tool,
  given: typeof given === 'string' ? given : JSON.stringify(given),
});
const proposed = (said: string, ...calls: Call[]) => proposalOf(calls, offer, said);
const save = { name: 'Save' };

/** Every verb, in each of its forms, and the command that it has to come to. */
const forms: readonly (readonly [tool: string, given: unknown, means: string])[] = [
  ['click', { target: save }, 'click "Save"'],
  ['click', { target: { kind: 'checkbox', place: 2 } }, 'click :checkbox#2'],
  ['click', { target: { name: 'Edit', kind: 'button', place: -1 }, times: 2 }, 'click x2 "Edit":button#-1'],
  ['click', { target: save, button: 'right', times: 3 }, 'click right "Save"'],
  ['click', { target: { ...save, where: 'right_of', of: 'Ada' } }, 'click "Save" right_of("Ada")'],
  ['type_text', { text: 'Hi "you" \\o/\nand you' }, 'type "Hi "you" \\o/\nand you" -> -'],
  ['type_text', { text: ' Ada ', target: { name: 'Name', kind: 'text_field' } }, 'type " Ada " -> "Name":text_field'],
  ['type_text', { text: 'Ada', target: save, replace: true }, 'fill "Ada" -> "Save"'],
  ['type_text', { text: 'Ada', replace: true, target: null }, 'type "Ada" -> -'],
  ['select_option', { option: 'Berlin', target: { kind: 'select' } }, 'select "Berlin" of :select'],
  ['select_option', { option: 'Berlin' }, 'select "Berlin" of -'],
  ['set_checked', { target: save, checked: false }, 'uncheck "Save"'],
  ['set_checked', { target: { ...save, kind: 'switch' }, checked: true }, 'check "Save":switch'],
  ['press_keys', { keys: ['ctrl+S', 'Tab', 'a', 'Control++'] }, 'keys Control+s Tab a Control++'],
  ['press_keys', { keys: ['Delete'] }, 'keys Delete'],
  ['scroll', { direction: 'down', clicks: 0 }, 'scroll down by 0'],
  ['scroll', { direction: 'left' }, 'scroll left by 3'],
  ['scroll', { target: save }, 'scroll unspecified to "Save"'],
  ['scroll', { target: save, direction: 'up', clicks: 9 }, 'scroll up to "Save"'],
  ['open_application', { name: 'text editor' }, 'open application text editor'],
  ['open_address', { address: 'example.com/a?b=c' }, 'open address https://example.com/a?b=c'],
  ['drag', { from: { name: 'Card' }, to: { name: 'Done', kind: 'cell' } }, 'drag "Card" -> "Done":cell'],
  ['wait_for', { target: save, gone: true, seconds: 1.5 }, 'wait gone "Save" 1500'],
  ['wait_for', { target: save }, 'wait "Save" 0'],
  ['wait_for', { seconds: 2, gone: true }, 'wait - 2000'],
  ['read_out', { target: { name: 'Total', kind: 'any' } }, 'read "Total"'],
  ['hover', { target: { kind: 'icon', name: 'Help' } }, 'hover "Help":icon'],
];

test.each(forms)('%s %j is a command that the grammar reads as just that', (tool, given, means) => {
  const proposal = proposed('go to example.com/a?b=c', call(tool, given));
  expect(proposal.is).toBe('actions');
  if (proposal.is !== 'actions') return;
  expect(summaryOf(interpret(proposal.command))).toBe(means);
  expect(proposal.steps.map(({ action }) => action.confidence)).toEqual([0.6]);
});

test('has a form of every verb in this table', () => {
  expect(new Set(forms.map(([tool]) => tool))).toEqual(new Set(Object.keys(modelVerbs)));
});

test('every kind of element can be said', () => {
  for (const { parameters } of offer.tools.filter(({ name }) => name === 'hover')) {
    const kinds = (parameters as { properties: { target: { properties: { kind: { enum: string[] } } } } }).properties
      .target.properties.kind.enum;
    for (const kind of kinds) {
      const proposal = proposed('', call('hover', { target: { name: 'Some "thing"', kind, place: 3 } }));
      expect(proposal, kind).toMatchObject({ is: 'actions' });
    }
  }
});

test('several calls are one command, in their order', () => {
  const proposal = proposed(
    'open the calculator, 7',
    call('open_application', { name: 'calculator' }),
    call('click', { target: { name: '7' } }),
    call('press_keys', { keys: ['Enter'] }),
  );
  expect(proposal).toMatchObject({
    command: 'open "calculator", then click "7", then press the Enter key',
    steps: [{ ownWords: false }, { ownWords: false }, { ownWords: false }],
  });
});

test('tells whose words they are', () => {
  const said = 'write "see you" into the Répl box';
  const own = (given: unknown) => {
    const proposal = proposed(said, call('type_text', given));
    return proposal.is === 'actions' && proposal.steps[0]?.ownWords;
  };
  expect(own({ text: 'See you', target: { name: 'repl' } })).toBe(false);
  expect(own({ text: 'see', target: { name: 'Reply' } })).toBe(true);
  expect(own({ text: 'delete all' })).toBe(true);
});

test('a skill with the values that were said', () => {
  expect(proposed('bill Acme now', call('skill_1', { customer: 'acme' }))).toMatchObject({
    is: 'skill',
    skill: { id: 'skill_invoice' },
    values: [{ slot: 'customer', said: 'acme' }],
  });
  expect(proposed('send a bill', call('skill_1', { customer: null }))).toMatchObject({ values: [] });
});

test('nothing is nothing', () => {
  expect(proposed('x')).toEqual({ is: 'nothing' });
  expect(proposed('x', call('nothing_fits', ''))).toEqual({ is: 'nothing' });
});

test.each<[string, string, Call[]]>([
  ['a tool that there is not', 'x', [call('run_shell', { command: 'rm -rf /' })]],
  ['approving itself', 'x', [call('approve', { task: 'task_1' })]],
  ['a tool of every object', 'x', [call('constructor', {}), call('__proto__', {})]],
  ['a skill that was not offered', 'x', [call('skill_9', {})]],
  ['broken JSON', 'click Save', [call('click', '{"target": {"name": "Sav')]],
  ['JSON that is no object', 'click Save', [call('click', '["Save"]')]],
  ['no arguments', 'click Save', [call('click', '')]],
  ['arguments that there are not', 'click Save', [call('click', { target: save, approved: true })]],
  ['an element without a name and kind', 'click Save', [call('click', { target: {} })]],
  ['a kind that there is not', 'click Save', [call('click', { target: { ...save, kind: 'everything' } })]],
  ['a key that there is not', 'x', [call('press_keys', { keys: ['Any'] })]],
  ['a number that is none', 'x', [call('wait_for', { seconds: 'soon' })]],
  ['waiting for days', 'x', [call('wait_for', { seconds: 1e6 })]],
  ['control characters', 'x', [call('type_text', { text: 'a\u001b[2J' })]],
  ['hidden characters', 'x', [call('click', { target: { name: 'Sa\u202eve' } })]],
  ['half a pair', 'x', [call('type_text', { text: '\ud83d' })]],
  ['an address that nobody said', 'open example.com', [call('open_address', { address: 'evil.example' })]],
  [
    'an address that only looks like it',
    'open example.com',
    [call('open_address', { address: 'example.com.evil.example' })],
  ],
  ['an address to be typed', 'look it up', [call('type_text', { text: 'see (evil.example/x)!' })]],
  ['another scheme', 'open file:///etc/passwd', [call('open_address', { address: 'file:///etc/passwd' })]],
  ['a value that nobody said', 'send the invoice to Acme', [call('skill_1', { customer: 'Evil Corp' })]],
  ['a piece of a word', 'send the invoice to Acmeland', [call('skill_1', { customer: 'Acme' })]],
  ['a slot that there is not', 'send it to Acme', [call('skill_1', { approved: 'Acme' })]],
  ['a value that is no text', 'send it to 17', [call('skill_1', { customer: 17 })]],
  ['a skill among other steps', 'click Save', [call('skill_2', {}), call('click', { target: save })]],
  ['other steps before a skill', 'click Save', [call('click', { target: save }), call('skill_2', {})]],
])('refuses %s', (_, said, calls) => {
  expect(() => proposed(said, ...calls)).toThrow(expect.objectContaining({ code: 'llm.invalid' }));
});

test('refuses a plan that is too long', () => {
  const many = Array.from({ length: 31 }, () => call('press_keys', { keys: ['Tab'] }));
  expect(() => proposed('x', ...many)).toThrow(expect.objectContaining({ code: 'llm.too_long' }));
  const wordy = Array.from({ length: 3 }, () => call('type_text', { text: 'x'.repeat(1_900) }));
  expect(() => proposed('x', ...wordy)).toThrow(expect.objectContaining({ code: 'llm.too_long' }));
});

test('whatever is called, it is a command, nothing, or refused with a code', () => {
  const random = new Random(11);
  const tools = [...offer.tools.map(({ name }) => name), 'run', ''];
  const words = [
    'Save',
    'Ada',
    '',
    '"',
    '\\',
    'a\u0000',
    '😀',
    'example.com',
    'then press Enter',
    'Wi-Fi',
    'the last button',
  ];
  const value = (depth: number): unknown => {
    const kind = random.integer(depth > 2 ? 5 : 7);
    if (kind < 2) return random.pick(words);
    if (kind < 3) return random.integer(40) - 20;
    if (kind < 4) return random.pick([true, false, null]);
    if (kind < 5) return random.pick(['button', 'right_of', 'down', 'Enter', 'left']);
    const keys = [
      'target',
      'name',
      'kind',
      'place',
      'where',
      'of',
      'text',
      'keys',
      'option',
      'checked',
      'from',
      'to',
      'direction',
    ];
    if (kind < 6) return Array.from({ length: random.integer(3) }, () => value(depth + 1));
    return Object.fromEntries(Array.from({ length: random.integer(4) }, () => [random.pick(keys), value(depth + 1)]));
  };
  const codes = new Set<unknown>();
  let commands = 0;
  for (let round = 0; round < 3_000; round++) {
    const tool = random.pick(tools);
    const shaped = { target: { name: random.text(6), kind: random.pick(['button', 'any', 'row']) }, checked: true };
    const given = random.integer(2) === 0 ? value(0) : { ...shaped, text: random.text(8) };
    const some =
      tool === 'type_text' || tool === 'set_checked' ? given : random.pick([given, { target: shaped.target }]);
    try {
      const proposal = proposed('Save Ada', call(tool, some ?? {}));
      if (proposal.is !== 'actions') continue;
      commands += 1;
      const outcome = interpret(proposal.command);
      expect(outcome).toMatchObject({
        $case: 'understood',
        value: { actions: [{ verb: proposal.steps[0]?.action.verb }] },
      });
    } catch (error) {
      if (!(error instanceof DomainError)) throw error;
      codes.add(error.code);
    }
  }
  expect([...codes]).toEqual(['llm.invalid']);
  expect(commands).toBeGreaterThan(100);
});

test('does not offer what has to be told in secret, and no more than twenty skills', () => {
  const secret = Skill.create({ ...skillOf('s', 'Log in', ['log in with {password}']) });
  secret.slots = secret.slots.map((slot) => ({ ...slot, type: 'SLOT_TYPE_SECRET' }));
  expect(offerOf([secret]).skills.size).toBe(0);
  expect(offerOf(Array.from({ length: 50 }, (_, n) => skillOf(`s${n}`, `Skill ${n}`, ['do it']))).skills.size).toBe(20);
});

test.each([
  ['Send it to Zoë, now', 'zoe', true],
  ['Send it to Zoë, now', 'to zoe now', true],
  ['transfer 1.250,50 €', '1.250,50', true],
  ['transfer 1250', '125', false],
  ['press ?', '?', true],
  ['press', '?', false],
  ['', 'x', false],
])('in %j, %j is said: %s', (command, words, isIt) => {
  expect(isSaid(command, words)).toBe(isIt);
});
