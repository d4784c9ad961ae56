/**
 * What one and the same button is called in different versions of an application. Only words of which either may stand on it without
 * another effect; what destroys is not among them: a thing that was renamed to that halts.
 */
const sameDeeds: readonly (readonly string[])[] = [
  ['save', 'store', 'keep', 'save changes'],
  ['edit', 'change', 'modify', 'amend'],
  ['search', 'find', 'look up'],
  ['open', 'view'],
  ['add', 'insert', 'put in'],
  ['add to cart', 'add to basket', 'add to bag', 'put into cart'],
  ['new', 'create', 'add new', 'create new'],
  ['ok', 'okay', 'accept', 'confirm'],
  ['cancel', 'abort'],
  ['next', 'continue', 'proceed'],
  ['back', 'previous', 'go back'],
  ['send', 'submit'],
  ['sign in', 'log in', 'login', 'log on'],
  ['sign up', 'register', 'create account'],
  ['settings', 'preferences', 'options'],
  ['refresh', 'reload'],
  ['choose', 'select', 'pick'],
  ['finish', 'done', 'complete'],
];
const deeds = new Map(sameDeeds.flatMap((words, deed) => words.map((word) => [word, deed] as const)));

/** Whether two names of something to press are words for one deed. */
export function isSameDeed(one: string, other: string): boolean {
  const deed = deeds.get(bare(one));
  return deed !== undefined && deed === deeds.get(bare(other));
}

/** Without what programs put behind a name: points, an arrow. */
const bare = (name: string): string =>
  name
    .toLowerCase()
    .replace(/[^\p{L} ]+/gu, '')
    .replace(/\s+/gu, ' ')
    .trim();
