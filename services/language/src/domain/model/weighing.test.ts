import type { Witness } from '@karna/proto/gen/language/v1/language';
import { expect, test } from 'vitest';
import { someSkills } from '../../testing/skills.ts';
import { interpret, type Outcome } from '../interpret.ts';
import { Catalogue } from '../skills/catalogue.ts';
import type { SaidValue } from '../skills/filling.ts';
import { understand } from '../skills/understand.ts';
import { type Proposal, proposalOf } from './answer.ts';
import { offerOf } from './offering.ts';
import { isInDoubt, weighed } from './weighing.ts';

const [invoice, report] = someSkills as [(typeof someSkills)[number], (typeof someSkills)[number]];
const witness = (name: string, says: string, confidence: number): Witness => ({
  name,
  says,
  confidence,
  because: '',
  code: '',
});
const meaning = (label: string, command: string) => ({ label, command });
const asking = (...meanings: { label: string; command: string }[]): Outcome => ({
  $case: 'ask',
  value: { question: 'Do you mean this?', meanings, answerIn: '', secret: false },
});
const reportChoice = meaning('Weekly report', 'run skill "Weekly report"');
const invoiceChoice = meaning('Send invoice', 'run skill "Send invoice"');

const skillProposal = (skill = report, values: readonly SaidValue[] = []): Proposal => ({ is: 'skill', skill, values });
const catalogue = new Catalogue(1, someSkills);
const setting = { locale: 'en-US', now: new Date('2026-03-01') };
const heard = (command: string, values: readonly SaidValue[] = []) => ({
  named: understand({ text: command, domain: '', setting }, { catalogue, model: undefined }).outcome,
  values,
});
const acme: SaidValue = { slot: 'customer', said: 'Acme', confidence: 0.9 };
const withAcme = 'run skill "Send invoice" with customer "Acme"';

test('another witness that says the same makes it sure', () => {
  const three = { outcome: asking(reportChoice), witnesses: [witness('classifier', 'Weekly report', 0.5)] };
  const { outcome } = weighed(three, skillProposal(), heard('run skill "Weekly report"'));
  expect(outcome).toMatchObject({ $case: 'skill', value: { skillId: 'skill_report', confidence: 0.8 } });
});

test.each([
  ['nobody else says it', []],
  ['another says it too softly', [witness('classifier', 'Weekly report', 0.39)]],
  [
    'another says something else',
    [witness('classifier', 'Weekly report', 0.7), witness('phrases', 'Send invoice', 0.5)],
  ],
  [
    'the grammar says something else',
    [witness('classifier', 'Weekly report', 0.7), witness('grammar', 'Click Save', 0.8)],
  ],
])('asks when %s', (_, witnesses) => {
  const three = { outcome: asking(invoiceChoice), witnesses };
  const { outcome } = weighed(three, skillProposal(), heard('run skill "Weekly report"'));
  expect(outcome).toMatchObject({ $case: 'ask', value: { meanings: [reportChoice, invoiceChoice] } });
});

test('values count only where the others find them too', () => {
  const three = { outcome: asking(invoiceChoice), witnesses: [witness('phrases', 'Send invoice', 0.6)] };
  const agreed = weighed(three, skillProposal(invoice, [acme]), heard(withAcme, [{ ...acme, said: 'acme' }]));
  expect(agreed.outcome).toMatchObject({ $case: 'skill', value: { slots: [{ value: 'Acme' }] } });
  const alone = weighed(three, skillProposal(invoice, [acme]), heard(withAcme));
  expect(alone.outcome).toMatchObject({
    $case: 'ask',
    value: { meanings: [{ label: 'Send invoice (customer: Acme)', command: withAcme }, invoiceChoice] },
  });
});

test('leaves a question about a value alone when it has none either', () => {
  const outcome: Outcome = {
    $case: 'ask',
    value: { question: 'Which customer?', meanings: [], answerIn: '', secret: false },
  };
  const three = { outcome, witnesses: [witness('phrases', 'Send invoice', 0.98)] };
  expect(weighed(three, skillProposal(invoice), heard('run skill "Send invoice"')).outcome).toBe(outcome);
});

const direct = (tool: string, given: unknown, said: string): Proposal =>
  proposalOf([{ is: 'called', tool, given: JSON.stringify(given) }], offerOf([]), said);

test('the one reading of the grammar and the same from the model are sure together', () => {
  const three = { outcome: interpret('check the weather'), witnesses: [] };
  expect(three.outcome).toMatchObject({ $case: 'ask', value: { meanings: { length: 1 } } });
  expect(isInDoubt(three)).toBe(true);
  const same = direct('set_checked', { target: { name: 'weather' }, checked: true }, 'check the weather');
  expect(weighed(three, same, undefined).outcome).toMatchObject({ $case: 'understood' });
  const other = direct('click', { target: { name: 'weather' } }, 'check the weather');
  expect(weighed(three, other, undefined).outcome).toMatchObject({ $case: 'ask', value: { meanings: { length: 2 } } });
  const rival = { ...three, witnesses: [witness('phrases', 'Weather report', 0.5)] };
  expect(weighed(rival, same, undefined).outcome).toMatchObject({ $case: 'ask' });
});

test('nothing changes nothing', () => {
  const three = { outcome: interpret('order me a pizza'), witnesses: [] };
  expect(weighed(three, { is: 'nothing' }, undefined)).toMatchObject({
    outcome: three.outcome,
    witness: { name: 'model', says: '', confidence: 0 },
  });
});

test.each([
  ['click Save', false],
  ['order me a pizza', true],
  ['press Home', false],
  ['click', false],
  ['drag X', false],
])('%j is in doubt: %s', (text, doubt) => {
  expect(isInDoubt(understand({ text, domain: '', setting }, { catalogue, model: undefined }))).toBe(doubt);
});
