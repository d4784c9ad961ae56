import type { Family } from './clause.ts';

/** What to say instead, three of each family; every one of them is understood without doubt. */
const examples: Readonly<Record<Family, readonly [string, string, string]>> = {
  any: ['open the calculator', 'type "Ada" into Name', 'click Save'],
  target: ['Save', 'the second "Edit" button', 'the checkbox left of Newsletter'],
  click: ['click Save', 'double-click "report.txt"', 'click the second "Edit" button right of Ada'],
  keys: ['press Enter', 'press ctrl+s', 'press Tab 3 times'],
  type: ['type "Ada" into Name', 'set Name to "Ada"', 'clear the Name field'],
  choose: ['select "Berlin" from City', 'check Newsletter', 'turn off the "Wi-Fi" switch'],
  scroll: ['scroll down', 'scroll to the bottom', 'scroll down to "Terms"'],
  open: ['open the calculator', 'go to example.com', 'open the File menu'],
  drag: ['drag "report.txt" onto Archive', 'drag Card to Done', 'drag the first row onto the last row'],
  wait: ['wait until "Done" appears', 'wait until "Loading" disappears', 'wait up to 30 seconds for "Done"'],
  read: ['read out the Total', 'what does "Status" say', 'read the Name field'],
};

export const examplesOf = (family: Family): string[] => [...examples[family]];
export const families = Object.keys(examples) as Family[];
