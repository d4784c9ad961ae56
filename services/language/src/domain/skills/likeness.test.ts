import type { Skill, SlotType } from '@karna/proto/gen/skill/v1/skill';
import { expect, test } from 'vitest';
import { skillOf } from '../../testing/skills.ts';
import { Catalogue } from './catalogue.ts';
import { certaintiesOf } from './certainty.ts';
import { Wordings } from './likeness.ts';
import { signsFor } from './understand.ts';

const skills = [
  skillOf('lock', 'Lock account', ['lock the account of {user}']),
  skillOf('unlock', 'Unlock account', ['unlock the account of {user}']),
  skillOf('week', 'Weekly report', ['make the weekly report']),
  skillOf('month', 'Monthly report', ['make the monthly report']),
  skillOf('refund', 'Refund customer', ['give {customer} the money back']),
  skillOf('dish', 'Add dish', ['put {dish} on the menu']),
];
const catalogue = new Catalogue(1, skills);
const likeliest = (text: string) => {
  const { signs } = signsFor({ text, domain: '' }, { catalogue, model: undefined });
  const certainties = certaintiesOf(signs);
  const ranked = signs.skills.map(({ skill }, index) => ({ id: skill.id, certainty: certainties[index] ?? 0 }));
  return ranked.sort((a, b) => b.certainty - a.certainty);
};

test.each([
  ['disable the login of eva', 'lock'],
  ["activate eva's account again", 'unlock'],
  ['prepare an overview of the week', 'week'],
  ['create the summary for this month', 'month'],
  ['reimburse Acme', 'refund'],
  ['the goulash is to be included in the menu', 'dish'],
  ['refnud the customer', 'refund'],
])('%j is most like %s', (text, id) => {
  expect(likeliest(text)[0]?.id).toBe(id);
});

test.each(['what is the weather in Rome', 'play some jazz', 'how tall is the tower'])(
  '%j is hardly like any',
  (text) => {
    expect(likeliest(text)[0]?.certainty ?? 0).toBeLessThan(0.3);
  },
);

test('twins are told apart by the words in which they differ', () => {
  const [best, next] = likeliest('make the report of the month');
  expect(best?.id).toBe('month');
  expect(best?.certainty).toBeGreaterThan(3 * (next?.certainty ?? 1));
});

function withType(skill: Skill, name: string, type: SlotType): Skill {
  return { ...skill, slots: skill.slots.map((slot) => (slot.name === name ? { ...slot, type } : slot)) };
}

const desk = [
  skillOf('answer', 'Answer letter', ['answer the letter']),
  skillOf('post', 'Post letter', ['post the letter to {person}']),
  withType(skillOf('plan', 'Plan visit', ['plan a visit to {person} on {day}']), 'day', 'SLOT_TYPE_DATE'),
  skillOf('visit', 'Register visit', ['register a visit to {person}']),
];

test('one word is said for one word only', () => {
  const { bySkill } = new Wordings(desk).of('respond to the letter');
  // A letter can be posted, but here it is only a letter.
  expect(bySkill.get('answer')?.said).toBeGreaterThan(0.7);
  expect(bySkill.get('post')?.said).toBeLessThan(0.6);
});

test('a date speaks for what takes one, and against what takes none', () => {
  const dated = new Wordings(desk).of('a visit to Ada on Monday').bySkill;
  expect(dated.get('plan')).toMatchObject({ undated: false, dateless: false, spare: false });
  expect(dated.get('visit')).toMatchObject({ undated: true });
  expect(new Wordings(desk).of('a visit to Ada').bySkill.get('plan')).toMatchObject({ dateless: true });
});

test('a name is spare where nothing takes one', () => {
  const { bySkill } = new Wordings(desk).of('answer the letter of Grace Hopper');
  expect(bySkill.get('answer')?.spare).toBe(true);
  expect(bySkill.get('post')?.spare).toBe(false);
});

test('what may be a value is not as strange as what cannot be one', () => {
  const { bySkill } = new Wordings(desk).of('post the letter to grandmother');
  expect(bySkill.get('post')?.strange).toBeLessThan(bySkill.get('answer')?.strange ?? 0);
});

test('the opposite speaks against a skill', () => {
  const { bySkill } = new Wordings(skills).of('enable the account of eva');
  expect(bySkill.get('lock')?.opposed).toBe(true);
  expect(bySkill.get('unlock')?.opposed).toBe(false);
});

test('the opposite of what was said besides speaks against it, too', () => {
  const seats = new Wordings([
    skillOf('seat', 'Book seat', ['book a seat on train {train}', 'reserve a seat in {train}']),
  ]);
  expect(seats.of('drop my reservation for IC 204').bySkill.get('seat')?.opposed).toBe(true);
  expect(seats.of('make a reservation for IC 204').bySkill.get('seat')?.opposed).toBe(false);
});

test('what is in no skill makes a wish strange, unless it is written like a value', () => {
  const wordings = new Wordings(skills);
  expect(wordings.of('refund Globex').strange).toBe(0);
  expect(wordings.of('refund zebras').strange).toBeGreaterThan(0.3);
  expect(wordings.of('').bySkill.size).toBe(0);
});

test('two thousand skills are compared in a moment', { timeout: 60_000 }, () => {
  const many = new Wordings(
    Array.from({ length: 2_000 }, (_, n) =>
      skillOf(`s${n}`, `Print list ${n}`, [`print the list number ${n}`, `list ${n} on paper`]),
    ),
  );
  many.of('print list 17');
  const timed = () => {
    const start = performance.now();
    many.of('please print me the list with the number 17');
    return performance.now() - start;
  };
  expect(Math.min(timed(), timed(), timed(), timed())).toBeLessThan(500);
});
