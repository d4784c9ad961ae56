import { expect, test } from 'vitest';
import { summaryOf } from '../../testing/summary.ts';
import { interpret } from '../interpret.ts';

test.each([
  ['place the cursor in the Name field', 'click Name:text_field'],
  ['move the mouse over Help', 'hover Help'],
  ['give OK a double click', 'click x2 OK'],
  ['would you mind clicking Save?', 'click Save'],
  ['go to the Billing tab', 'click Billing:tab'],
  ['in the City field put New York', 'type "New York" -> City:text_field'],
  ['as Subject write Hello there', 'type "Hello there" -> Subject'],
  ['give Name the value Ada', 'fill "Ada" -> Name'],
  ['make the Name field empty', 'fill "" -> Name:text_field'],
  ['from the Year list pick 2020', 'select "2020" of Year:select'],
  ['make sure that Agree is ticked', 'check Agree'],
  ['make sure Sync is not checked', 'uncheck Sync'],
  ['deselect Offers', 'uncheck Offers'],
  ['use the shortcut ctrl+k', 'keys Control+k'],
  ['tab tab enter', 'keys Tab Tab Enter'],
  ['copy the selected text', 'keys Control+c'],
  ['undo that', 'keys Control+z'],
  ['close the window', 'keys Alt+F4'],
  ['go to the bottom of the page', 'scroll down by 0'],
  ['go to example dot com', 'open address https://example.com'],
  ['move "a" to "b"', 'drag "a" -> "b"'],
  ['pause for 3 seconds', 'wait - 3000'],
  ['how much is the Total', 'read Total'],
])('reads %j in other words as %j', (command, summary) => {
  expect(summaryOf(interpret(command))).toBe(summary);
});

test.each([
  ['clik the Save button', 'click Save:button'],
  ['red button', 'ask | Click the red button'],
  ['opne Firefox', 'open application Firefox'],
  ['selct "Red" from Color', 'select "Red" of Color'],
  ['um click the the OK button', 'click OK:button'],
])('reads %j through its slips as %j', (command, summary) => {
  expect(summaryOf(interpret(command))).toBe(summary);
});

test.each(['sell Save', 'pen Firefox', 'flick Save'])('takes %j for no slip', (command) => {
  expect(interpret(command).$case).toBe('unknown');
});

test.each([
  ['check the first three checkboxes', 'check :checkbox#1; check :checkbox#2; check :checkbox#3'],
  ['untick rows 2 to 3', 'uncheck :row#2; uncheck :row#3'],
  ['tick the last two checkboxes', 'check :checkbox#-2; check :checkbox#-1'],
  ['click Next 4 times', 'click Next; click Next; click Next; click Next'],
  ['repeat twice: press Tab and click Add', 'keys Tab; click Add; keys Tab; click Add'],
])('reads each of %j', (command, summary) => {
  expect(summaryOf(interpret(command))).toBe(summary);
});

test('refuses more steps than a plan may have', () => {
  expect(interpret('repeat 200 times: click Add').$case).toBe('unknown');
  expect(interpret('tick rows 1 to 900').$case).not.toBe('understood');
});

test.each([
  ['if "Error" appears, click Close', 'if(seen "Error") click Close'],
  ['if there is a Warning dialog press Escape', 'if(seen Warning:dialog) keys Escape'],
  ['if you see "Skip", click it', 'if(seen "Skip") click "Skip"'],
  ['unless "Ready" is visible press F5', 'if(gone "Ready") keys F5'],
  ['click More if it is there', 'if(seen More) click More'],
  ['click Edit. If "Sure?" appears, click Yes', 'click Edit; if(seen "Sure?") click Yes'],
  ['once Done is visible click Next', 'wait Done 0; click Next'],
  ['when "Go" appears, press Tab', 'wait "Go" 0; keys Tab'],
  ['as soon as "Busy" is gone click Save', 'wait gone "Busy" 0; click Save'],
])('reads the condition of %j as %j', (command, summary) => {
  expect(summaryOf(interpret(command))).toBe(summary);
});

test('says a condition to people and back to itself', () => {
  const outcome = interpret('if "Cookies" is visible, click "Accept"');
  expect(outcome.$case === 'understood' && outcome.value.actions[0]?.sentence).toBe(
    'If Cookies is there: Click Accept',
  );
});

test.each([
  ['before clicking Send, type Hi into Subject', 'type "Hi" -> Subject; click Send'],
  ['click Go, but first check Terms', 'check Terms; click Go'],
  ['turn on Wi-Fi, wait 2 seconds and turn it off', 'check Wi-Fi; wait - 2000; uncheck "Wi-Fi"'],
])('puts %j in order', (command, summary) => {
  expect(summaryOf(interpret(command))).toBe(summary);
});

test.each([
  ['click Save, no, click Cancel', 'ask | Click Cancel'],
  ['click Save, I mean Cancel', 'ask | Click Cancel'],
  ['click Save. No, Cancel.', 'ask | Click Cancel'],
  ['type hello, no, goodbye', 'ask | Type "goodbye" | Type "hello, no, goodbye"'],
])('asks whether the correction in %j is meant', (command, summary) => {
  expect(summaryOf(interpret(command))).toBe(summary);
});

test.each([
  'click Next until Finish appears',
  'click Save after ticking Agree',
  'click More every 5 seconds',
  'click Save in 5 minutes',
  'click Save without closing',
  'press y to confirm',
  'press for help',
  'hover over the third icon for a second',
  'open the link in a new tab',
  'type it again',
  'write to my boss',
  'pick up the phone',
  'pick the kids up from school',
  'fill the tub with water',
  'clear the table in the kitchen',
  'run for president',
  'wait for a few seconds',
  'wait for me to say go',
  'check this out',
  'press ahead',
  'hit a wall',
  'click your heels',
  'type too fast',
  'enter at your own risk',
  'turn on the radio',
  'start running',
  'clicking Save is easy',
  'hit the nail on the head',
  'push back on that',
  'choose wisely',
  'type up the minutes',
  'type in capital letters',
  'write something nice',
  'double-click the icon and wait',
  'if Done appears and Ready appears, click Close',
])('does not take %j for a command', (command) => {
  expect(interpret(command).$case).not.toBe('understood');
});

test.each([
  ['click File, then Export, then PDF', 'click File; click Export; click PDF'],
  ['click A; click B; click C', 'click A; click B; click C'],
  ['1. click Edit 2. press Tab', 'click Edit; keys Tab'],
  ['check Milk, Eggs and Bread', 'check Milk; check Eggs; check Bread'],
  ['click the ? icon', 'click ?:icon'],
  ['type hello and hit return', 'type "hello" -> -; keys Enter'],
  ['click the row with Miller', 'click Miller:row'],
  ['tap twice on Photo', 'click x2 Photo'],
  ['press the letters a b', 'keys a b'],
  ['tick the last two boxes', 'check :checkbox#-2; check :checkbox#-1'],
  ['double clikc Notes', 'click x2 Notes'],
  ['click File then Print', 'click File; click Print'],
  ['click Delete on the third row', 'click Delete inside(:row#3)'],
  ["click Edit on Bob's row", 'click Edit inside(Bob:row)'],
  ['press two times Tab', 'keys Tab Tab'],
  ['enter twice', 'keys Enter Enter'],
  ['set From to Oslo and To to Bergen', 'fill "Oslo" -> From; fill "Bergen" -> To'],
  ['tick I am over 18', 'check I am over 18'],
  ['click on the button with name Send', 'click Send:button'],
  ['hmm, press Tab', 'keys Tab'],
  ['wait till Done shows up, 20 seconds at most', 'wait Done 20000'],
  ["type I'll be late, sorry into Message", 'type "I\'ll be late, sorry" -> Message'],
])('reads %j as %j', (command, summary) => {
  expect(summaryOf(interpret(command))).toBe(summary);
});
