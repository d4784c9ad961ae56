import { Skill, type SlotType } from '@karna/proto/gen/skill/v1/skill';
import { expect, test } from 'vitest';
import { residue } from './residue.ts';

const setting = { locale: 'en-US', now: new Date(2026, 4, 6, 15, 0) };
const skill = (phrase: string, ...slots: [name: string, type: SlotType][]) =>
  Skill.fromPartial({
    id: 's',
    name: 'It',
    phrases: [phrase],
    slots: slots.map(([name, type]) => ({ name, type, choices: [] })),
  });
const found = (one: Skill, text: string) => residue(one, text, [], setting).map(({ slot, said }) => `${slot}=${said}`);

test('knows numbers, dates and money by their form', () => {
  const travel = skill('train on {day}', ['day', 'SLOT_TYPE_DATE']);
  expect(found(travel, 'I want a train next Friday please')).toEqual(['day=next Friday']);
  expect(found(skill('void {number}', ['number', 'SLOT_TYPE_NUMBER']), 'invoice 93 has to go')).toEqual(['number=93']);
});

test('takes the one run of words that the skill does not have', () => {
  const invoice = skill('create an invoice for {customer}', ['customer', 'SLOT_TYPE_RECORD']);
  expect(found(invoice, 'make an invoice for Acme Corp')).toEqual(['customer=Acme Corp']);
  expect(found(invoice, 'an invoice for R&B Records')).toEqual(['customer=R&B Records']);
  expect(found(invoice, 'create an invoice')).toEqual([]);
});

test('takes nothing where two could be meant', () => {
  const invoice = skill('create an invoice for {customer}', ['customer', 'SLOT_TYPE_RECORD']);
  expect(found(invoice, 'an invoice for Bob and for Ada')).toEqual([]);
  const pair = skill('send {what} to {whom}', ['what', 'SLOT_TYPE_TEXT'], ['whom', 'SLOT_TYPE_TEXT']);
  expect(found(pair, 'send flowers to Bob')).toEqual([]);
  expect(found(skill('void {number}', ['number', 'SLOT_TYPE_NUMBER']), 'void 3 or 4')).toEqual([]);
});
