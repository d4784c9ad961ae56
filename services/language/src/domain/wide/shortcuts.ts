import { type Phrases, phrases } from '../phrase.ts';

/** What nearly every application does for these keys; whole commands, not beginnings. */
const table: readonly (readonly [chord: string, said: string])[] = [
  ['Control+c', 'copy|copy it|copy this|copy that|copy the selection|copy the selected text|copy selection'],
  ['Control+x', 'cut|cut it|cut this|cut the selection|cut the selected text'],
  ['Control+v', 'paste|paste it|paste here|paste it here|paste the clipboard|paste the text'],
  ['Control+z', 'undo|undo it|undo that|undo this|undo the last change|undo the last action'],
  ['Control+y', 'redo|redo it|redo that|redo this'],
  ['Control+a', 'select everything here'],
  [
    'Control+s',
    'save|save it|save this|save the file|save the document|save this file|save this document|save the changes|save my work',
  ],
  ['Control+p', 'print|print it|print this|print the page|print this page|print the document'],
  ['F5', 'refresh|reload|refresh the page|reload the page|refresh this page|reload this page|reload it'],
  [
    'Alt+Left',
    'go back|go back a page|go back one page|go back to the previous page|back to the previous page|back one page|navigate back',
  ],
  ['Alt+Right', 'go forward|go forward a page|navigate forward'],
  ['Control+t', 'new tab|open a new tab|open new tab|add a new tab'],
  ['Control+n', 'new window|open a new window|open new window'],
  ['Control+w', 'close tab|close the tab|close this tab|close the current tab'],
  ['Control+Tab', 'next tab|go to the next tab|switch to the next tab'],
  ['Alt+F4', 'close the window|close this window|close the current window|close window'],
  ['Alt+Tab', 'switch windows|switch window|next window|switch to the next window|go to the next window'],
  ['Control++', 'zoom in|zoom in a bit|make everything bigger|enlarge the page'],
  ['Control+-', 'zoom out|zoom out a bit|make everything smaller'],
  ['Control+0', 'reset the zoom|reset zoom|zoom to 100'],
  ['PageDown', 'page down|next screen'],
  ['PageUp', 'page up'],
];

export const chordOf: ReadonlyMap<string, string> = new Map(
  table.flatMap(([chord, said]) => said.split('|').map((words) => [words, chord] as const)),
);
export const shortcutWords: Phrases = phrases(...chordOf.keys());
