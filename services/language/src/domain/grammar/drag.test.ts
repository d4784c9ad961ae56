import { expect, test } from 'vitest';
import { summaryOf } from '../../testing/summary.ts';
import { interpret } from '../interpret.ts';

test.each([
  ['drag Card to Done', 'drag Card -> Done'],
  ['drag Lunch on Friday to Trash', 'drag Lunch on Friday -> Trash'],
  ['drag "report.txt" onto the Archive folder', 'drag "report.txt" -> Archive folder'],
  ['drag X', 'ask'],
  ['drag the slider to 50', 'ask | Drag the slider onto 50'],
  ['drag and drop Card onto Done', 'drag Card -> Done'],
  ['drag "a" to the right of "b"', 'unknown: the right of "b"'],
  ['drag the first row onto the last row', 'drag :row#1 -> :row#-1'],
  ['drag Card onto Done', 'drag Card -> Done'],
  ['drag "Card" to "Done"', 'drag "Card" -> "Done"'],
  ['drag the first card to the Done column', 'drag card#1 -> Done column'],
  ['drag "a" into "b"', 'drag "a" -> "b"'],
  ['drag Card over Done', 'drag Card -> Done'],
  ['drag "report.txt" on Archive', 'drag "report.txt" -> Archive'],
  ['drag the slider right of Volume to 50', 'ask | Drag the slider right of Volume onto 50'],
  ['drag to Done', 'ask'],
  ['drag Card onto', 'ask'],
  ['drag', 'ask'],
  ['drag and drop "a" onto "b"', 'drag "a" -> "b"'],
  ['drag the slider to the right', 'unknown: the right'],
  ['drag "Task 1" from "To do" to "Done"', 'drag "Task 1" inside("To do") -> "Done"'],
  [
    'drag the Task 1 card from the To do column to the Done column',
    'drag Task 1 card inside(To do column) -> Done column',
  ],
])('reads %j as %j', (command, summary) => {
  expect(summaryOf(interpret(command))).toBe(summary);
});
