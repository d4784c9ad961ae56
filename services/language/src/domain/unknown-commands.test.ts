import { expect, test } from 'vitest';
import { summaryOf } from '../testing/summary.ts';
import { interpret } from './interpret.ts';

test.each([
  ['search and replace', 'unknown: search and replace'],
  ['order me a pizza', 'unknown: order me a pizza'],
  ['delete all my files', 'unknown: delete all my files'],
  ['!!!', 'unknown: !!!'],
  ['...', 'unknown: ...'],
  ['🙂', 'unknown: 🙂'],
  ['hold shift', 'unknown: hold shift'],
  ['delete', 'unknown: delete'],
  ['how are you', 'unknown: how are you'],
  ['who are you', 'unknown: who are you'],
  ['book a flight to Paris', 'unknown: book a flight to Paris'],
  ['send an email to Bob', 'unknown: send an email to Bob'],
  ['buy milk', 'unknown: buy milk'],
  ['shut down the computer', 'unknown: shut down the computer'],
  ['format the disk', 'unknown: format the disk'],
  ['rm -rf /', 'unknown: rm -rf /'],
  ['sudo reboot', 'unknown: sudo reboot'],
  ['help', 'unknown: help'],
  ['stop', 'unknown: stop'],
  ['hello', 'unknown: hello'],
  ['Save', 'unknown: Save'],
  ['"Save"', 'unknown: "Save"'],
  ['copy Name', 'unknown: copy Name'],
  ['make it bigger', 'unknown: make it bigger'],
  ['42', 'unknown: 42'],
  ['<script>alert(1)</script>', 'unknown: <script>alert(1)</script>'],
  ['play music', 'unknown: play music'],
  ["don't click Save", "unknown: don't click Save"],
  ['do not press Enter', 'unknown: do not press Enter'],
  ['never click Delete', 'unknown: never click Delete'],
  ['repeat that', 'unknown: repeat that'],
  ['close the deal', 'unknown: close the deal'],
])('reads %j as %j', (command, summary) => {
  expect(summaryOf(interpret(command))).toBe(summary);
});
