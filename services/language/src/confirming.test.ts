import { Example } from '@karna/proto/gen/skill/v1/example';
import { Skill } from '@karna/proto/gen/skill/v1/skill';
import { describe, expect, test } from 'vitest';
import { directMeaning, OwnWordings, withWordings, wordingOf } from './domain/confirming.ts';
import { interpret } from './domain/interpret.ts';
import { skillOf } from './testing/skills.ts';

const invoice = skillOf('skill_invoice', 'Send invoice', ['send invoice {number} to {customer}']);
const login = Skill.fromPartial({
  id: 'skill_login',
  name: 'Log in',
  slots: [{ name: 'password', type: 'SLOT_TYPE_SECRET', choices: [] }],
});
const values = (said: Record<string, string>) => Object.entries(said).map(([name, one]) => ({ name, said: one }));

describe('the wording of what was said', () => {
  test.each([
    ['settle up with Acme', { customer: 'Acme' }, 'settle up with {customer}'],
    ['bill "Acme & Sons" for 17', { customer: 'Acme & Sons', number: '17' }, 'bill {customer} for {number}'],
    ['get 7 of the 17 out to Bob', { number: '17', customer: 'Bob' }, 'get 7 of the {number} out to {customer}'],
    ['settle up', {}, 'settle up'],
    ['settle up with acme', { customer: 'Acme' }, 'settle up with {customer}'],
    ['Ada, settle up with Adam', { customer: 'Adam' }, 'Ada, settle up with {customer}'],
  ])('%j, %j', (text, said, wording) => {
    expect(wordingOf(text, values(said), invoice)).toBe(wording);
  });

  test.each([
    ['nothing but a value', 'Acme', { customer: 'Acme' }],
    ['one word and a value, which would fit everything', 'bill Acme', { customer: 'Acme' }],
    ['braces', 'settle {customer} up', {}],
    ['several lines', 'settle up\nwith Acme', {}],
    ['a letter', `settle up ${'please '.repeat(60)}`, {}],
  ])('is not learned from %s', (_, text, said) => {
    expect(wordingOf(text, values(said), invoice)).toBeUndefined();
  });

  test('hides a secret, and is not learned where it cannot be told from the words', () => {
    expect(wordingOf('let me in with hunter2', values({ password: 'hunter2' }), login)).toBe(
      'let me in with {password}',
    );
    expect(wordingOf('let me in with hunter 2', values({ password: 'hunter2' }), login)).toBeUndefined();
  });
});

test('what a direct command was meant as is kept without texts', () => {
  const meaning = (text: string) => {
    const outcome = interpret(text);
    return outcome.$case === 'understood' ? directMeaning(outcome.value.actions) : 'not understood';
  };
  expect(meaning('click Save, then press Enter')).toBe('click Save, then press the Enter key');
  expect(meaning('type "Ada" into Name')).toBeUndefined();
  expect(meaning('select "Berlin" from City')).toBeUndefined();
});

test('wordings join the phrases of their skill as long as they fit it, and there is room', () => {
  const example = (text: string, skillId = invoice.id) => Example.fromPartial({ text, skillId });
  const phrasesWith = (...examples: Example[]) => withWordings([invoice], examples)[0]?.phrases;
  expect(phrasesWith(example('settle up with {customer}'))).toEqual([...invoice.phrases, 'settle up with {customer}']);
  expect(phrasesWith(example('settle up with {client}'), example('x', 'other'))).toEqual(invoice.phrases);
  const full = { ...invoice, phrases: Array.from({ length: 200 }, (_, index) => `phrase ${index}`) };
  expect(withWordings([full], [example('one more')])[0]?.phrases).toHaveLength(200);
});

test('words for a direct command are found whatever their letter case, accents and end marks', () => {
  const own = new OwnWordings([
    Example.fromPartial({ principal: 'ada', text: 'Öffne Home', command: 'click "Home"', domain: 'Shop' }),
  ]);
  expect(own.meantBy('ada', 'shop', ' offne  home! ')).toBe('click "Home"');
  expect([own.meantBy('', 'shop', 'öffne home'), own.meantBy('ada', '', 'öffne home')]).toEqual([undefined, undefined]);
});
