/** Commands with every verb, for properties that hold for all of them. Names and texts are quoted: no politeness can become part of them. */
export const quotedCommands: readonly string[] = [
  'click "Save"',
  'double-click the "Edit" button',
  'right-click on "report.txt"',
  'hover over the second "Help" icon',
  'press Enter',
  'press ctrl+shift+s',
  'press Tab 3 times',
  'type "Ada Lovelace"',
  'type "Ada" into "Name"',
  'fill "Name" with "Ada"',
  'set the "Name" field to "Ada"',
  'clear the "Name" field',
  'select "Berlin" from "City"',
  'check "Newsletter"',
  'turn off the "Wi-Fi" switch',
  'scroll down',
  'scroll to the bottom',
  'scroll down to "Terms"',
  'open "calculator"',
  'go to https://example.com/a?b=c',
  'drag "Card" onto "Done"',
  'wait until "Done" appears, up to 30 seconds',
  'wait for "Loading" to disappear',
  'read out "Total"',
  'what does "Status" say',
  'click the first "Edit" button right of "Ada" in the "Users" dialog',
  'type "Ada" into "Name", then press Tab and click "Save"',
];

/** Words that mean something to the grammar, to be thrown together. */
export const words: readonly string[] =
  `click press type into in to the second last button field "Save" "Ada" Name Home Enter ctrl+s and then , ; . please now
  select from check uncheck box scroll down until appears open calculator example.com drag onto wait for up 30 seconds read
  what is total says right of Ada set with fill clear turn on off Delete End select all it first name New tab write a letter
  key 3 times \n ? "" “x” 'y' put enter change a an my that says called double-click hover`.split(/(?<!\n) +|\n {2}/);
