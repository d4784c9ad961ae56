import { expect, test } from 'vitest';
import { summaryOf } from '../../testing/summary.ts';
import { interpret } from '../interpret.ts';

test.each([
  ['wait until "Done" appears', 'wait "Done" 0'],
  ['wait for Loading to disappear, up to 30 seconds', 'wait gone Loading 30000'],
  ['wait up to 30 seconds for Done', 'wait Done 30000'],
  ['wait 5 seconds', 'wait - 5000'],
  ['wait for 5 seconds', 'wait - 5000'],
  ['wait until the Loading dialog is gone', 'wait gone Loading:dialog 0'],
  ['wait', 'ask'],
  ['wait until', 'ask'],
  ['wait until Done', 'unknown: Done'],
  ['wait till "Saved" shows up for at most 1 minute', 'wait "Saved" 60000'],
  ['wait until the spinner is gone (up to 10 seconds)', 'unknown: the spinner is gone (up to 10 seconds)'],
  ['wait for "Done" up to 90s', 'wait "Done" 90000'],
  ['wait for at most half a minute until Done appears', 'wait Done 30000'],
  ['wait until "Done" disappears', 'wait gone "Done" 0'],
  ['wait until Done is gone', 'wait gone Done 0'],
  ['wait until the Loading dialog disappears', 'wait gone Loading:dialog 0'],
  ['wait for "Done"', 'wait "Done" 0'],
  ['wait for "Done" to appear', 'wait "Done" 0'],
  ['wait for the Save button', 'wait Save:button 0'],
  ['wait for Loading to be gone', 'wait gone Loading 0'],
  ['wait until Done is visible, at most 10 seconds', 'wait Done 10000'],
  ['wait until "Done" appears for up to 2 minutes', 'wait "Done" 120000'],
  ['wait up to 500 ms for "Done"', 'wait "Done" 500'],
  ['wait until "Done" appears, up to 90 days', 'unknown: "Done" appears, up to 90 days'],
  ['wait a moment', 'unknown: wait a moment'],
  ['wait for 2 minutes', 'wait - 120000'],
  ['wait until tomorrow', 'unknown: tomorrow'],
  ['wait until the Save button is enabled', 'unknown: the Save button is enabled'],
  ['wait for it', 'ask'],
  ['wait until “Thank you” appears', 'wait "Thank you" 0'],
  ['wait until Thank you for your order appears', 'wait Thank you for your order 0'],
  ['wait for the page to load', 'unknown: the page to load'],
  ['wait 10 seconds for Done', 'wait Done 10000'],
  ['wait until Done appears within 10 seconds', 'wait Done 10000'],
  ['wait until 5 seconds have passed', 'unknown: 5 seconds have passed'],
])('reads %j as %j', (command, summary) => {
  expect(summaryOf(interpret(command))).toBe(summary);
});
