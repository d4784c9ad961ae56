import { expect, test } from 'vitest';
import { interpret } from './interpret.ts';

const sentences = (command: string) => {
  const outcome = interpret(command);
  return outcome.$case === 'understood' ? outcome.value.actions.map(({ sentence }) => sentence) : outcome.$case;
};

test.each([
  ['type "Ada" into Name', ['Type "Ada" into Name']],
  ['double-click the last "Edit" button', ['Double-click the last Edit button']],
  ['set the Name field to Ada', ['Set the Name field to "Ada"']],
  ['clear Name', ['Clear Name']],
  ['select Berlin from City', ['Select "Berlin" from City']],
  ['untick Newsletter', ['Uncheck Newsletter']],
  ['press Tab 3 times', ['Press Tab 3 times']],
  ['press ctrl+a then delete', ['Press Control+a, Delete']],
  ['scroll to the bottom', ['Scroll all the way down']],
  ['scroll to Terms', ['Scroll to Terms']],
  ['open the text editor and type Hello from Karna', ['Open the text editor', 'Type "Hello from Karna"']],
  ['open Firefox', ['Open Firefox']],
  ['go to localhost:8080', ['Open http://localhost:8080']],
  ['drag Card to Done', ['Drag Card onto Done']],
  ['wait for Loading to disappear, up to 30 seconds', ['Wait until Loading is gone, up to 30 s']],
  ['read the cell right of Total', ['Read out the cell right of Total']],
  ['hover over the 12th row', ['Point at the 12th row']],
])('says what %j will do', (command, expected) => {
  expect(sentences(command)).toEqual(expected);
});

test('shortens long texts, and only in the sentence', () => {
  const outcome = interpret(`type "${'😀'.repeat(100)}"`);
  const action = outcome.$case === 'understood' ? outcome.value.actions[0] : undefined;
  expect(action?.sentence).toBe(`Type "${'😀'.repeat(60)}…"`);
  expect(action?.verb).toMatchObject({ value: { text: '😀'.repeat(100) } });
});
