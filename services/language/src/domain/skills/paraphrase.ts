/** Words that say the same in wishes; the first of each row is no better than the others. */
const alike: readonly (readonly string[])[] = [
  ['create', 'make', 'add', 'set up', 'new'],
  ['delete', 'remove', 'get rid of', 'erase'],
  ['send', 'mail', 'email', 'forward'],
  ['show', 'display', 'open', 'bring up', 'view'],
  ['find', 'search for', 'look up', 'look for'],
  ['change', 'update', 'edit', 'modify', 'adjust'],
  ['copy', 'duplicate', 'clone'],
  ['start', 'begin', 'launch', 'run'],
  ['stop', 'end', 'finish', 'quit'],
  ['book', 'reserve', 'schedule'],
  ['cancel', 'call off', 'drop'],
  ['pay', 'settle', 'transfer'],
  ['print', 'put on paper', 'print out'],
  ['download', 'save', 'get'],
  ['upload', 'put up', 'attach'],
  ['approve', 'accept', 'confirm', 'sign off'],
  ['reject', 'decline', 'refuse'],
  ['assign', 'give', 'hand over'],
  ['move', 'put', 'shift'],
  ['rename', 'call', 'change the name of'],
  ['export', 'save out', 'extract'],
  ['import', 'load', 'bring in'],
  ['customer', 'client'],
  ['invoice', 'bill'],
  ['meeting', 'appointment'],
  ['report', 'summary'],
  ['employee', 'colleague', 'worker'],
  ['picture', 'image', 'photo'],
  ['message', 'mail', 'note'],
  ['file', 'document'],
  ['all', 'every', 'each'],
  ['buy', 'purchase', 'order'],
  ['price', 'cost'],
  ['holiday', 'vacation', 'leave'],
  ['check', 'verify', 'look at'],
];
const openings = ['please', 'can you', 'i want to', 'i need to', "let's"];
/** Enough to learn from; more of the same would only weigh it. */
const most = 14;

/** Other ways to say a phrase, made by rules: words that say the same, politeness, no small words. Slots stay. The phrase itself is first. */
export function paraphrases(phrase: string): string[] {
  const found = new Set([phrase]);
  for (const other of exchanged(phrase)) found.add(other);
  found.add(withoutSmallWords(phrase));
  openings.forEach((opening, index) => {
    const base = [...found][index % found.size] ?? phrase;
    found.add(`${opening} ${base}`);
  });
  return [...found].filter((text) => text.trim() !== '').slice(0, most);
}

function exchanged(phrase: string): string[] {
  const low = ` ${phrase.toLowerCase()} `;
  return alike.flatMap((row) => {
    const said = row.find((words) => low.includes(` ${words} `));
    if (said === undefined) return [];
    return row
      .filter((words) => words !== said)
      .slice(0, 3)
      .map((words) => replaceWords(phrase, said, words));
  });
}

const replaceWords = (phrase: string, said: string, words: string): string =>
  phrase.replace(new RegExp(`(?<=^|\\s)${said}(?=\\s|$)`, 'i'), words);

const small = new Set(['the', 'a', 'an', 'my', 'our', 'to', 'for', 'of', 'this']);

const withoutSmallWords = (phrase: string): string =>
  phrase
    .split(/\s+/)
    .filter((word) => !small.has(word.toLowerCase()))
    .join(' ');
