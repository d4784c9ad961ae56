import { expect, test } from 'vitest';
import { summaryOf } from '../../testing/summary.ts';
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
  ['press Ctrl and click Save', 'Shall I press the Control key, then click Save?'],
])('asks about %j: what it would do is vouched for by nothing', (command, question) => {
  const outcome = interpret(command);
  expect(outcome).toMatchObject({ $case: 'ask', value: { question } });
  const meant = outcome.$case === 'ask' ? outcome.value.meanings[0]?.command : undefined;
  expect(interpret(meant ?? '').$case).toBe('understood');
});

test.each([
  ['click "rock bottom"', 'click "rock bottom"'],
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
