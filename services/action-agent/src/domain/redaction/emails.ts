import type { Find } from './find.ts';
import { isGapBefore, sureness, type Writing } from './writing.ts';

const address =
  /[\p{L}\p{N}._%+\-,'!|]*[\p{L}\p{N}_][ ([{]?@{1,2}[ )]?[\p{L}\p{N}](?:(?:[\p{L}\p{N}.\-_]|,(?![^\s@,]*@))*[\p{L}\p{N}])?/gu;
/** Ends as a host does; a reader may take the point for a comma. */
const host = /@.*[.,]\p{L}+$/u;
/** A sign like this one among badly read letters is an address, whatever the rest may be. */
const atSign = /[^\s@]{2,}@(?!\w+:[~/])[^\s@]{2,}/g;
const badlyRead = 0.6;

const domains =
  'com|org|net|edu|gov|io|dev|app|info|biz|de|at|ch|fr|es|it|nl|be|pl|cz|se|no|dk|fi|pt|ie|uk|eu|us|ca|au|in|jp|cn|br|ru|me|co|ai';
/** The sign itself misread: one word with something strange before a host name. */
const misread = new RegExp(`[\\w.%+-]{2,}[©®&€¢§¤(){}<>\\\\Q][\\w-]+(\\.[\\w-]+)*[.,](${domains})\\b`, 'gi');

/** Or for a letter or digit: small letters go on to both sides of it, or a number that ends a name stands before it, as it must before an `a`. */
const asLetter = new RegExp(
  `[\\w.%+-]*[a-z](?:\\d{0,4}[0OQGB869]|\\d{2,4}a)[a-z][\\w-]*(\\.[\\w-]+)*[.,](${domains})\\b`,
  'g',
);

/** What ends in the name of a host. */
const hostName = new RegExp(`[\\w.%+-]+[.,](${domains})\\b`, 'gi');

/** A sign that was not read at all left its room in the word: `ada  example.org`. */
const hasUnseenSign = (writing: Writing, { from, to }: Find): boolean => {
  const lastPoint = Math.max(writing.text.lastIndexOf('.', to), writing.text.lastIndexOf(',', to));
  return Array.from({ length: Math.max(0, lastPoint - from - 1) }, (_, step) => from + 1 + step).some(
    (at) => /^[a-z\d]{2}$/i.test(writing.text.slice(at - 1, at + 1)) && isGapBefore(writing, at),
  );
};

/** E-mail addresses. `user@host` without a domain is a prompt of a terminal. */
export function emails(writing: Writing): Find[] {
  const all = (pattern: RegExp): Find[] =>
    [...writing.text.matchAll(pattern)].map(({ index, 0: match }) => ({
      pattern: 'email',
      from: index,
      to: index + match.length,
      sure: host.test(match),
    }));
  const doubtful = all(atSign).filter(({ from, to }) => sureness(writing, from, to) < badlyRead);
  const unseen = all(hostName).filter((find) => hasUnseenSign(writing, find));
  return [
    ...all(address).filter(({ sure }) => sure),
    ...[...doubtful, ...all(misread), ...all(asLetter), ...unseen].map((find) => ({
      ...find,
      sure: false,
    })),
  ];
}
