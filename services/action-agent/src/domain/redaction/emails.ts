import type { Find } from './find.ts';
import { sureness, type Writing } from './writing.ts';

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

/** Or for a letter or digit: small letters go on to both sides of it, or a number that ends a name stands before it. */
const asLetter = new RegExp(`[\\w.%+-]*[a-z]\\d{0,4}[0OQGB869][a-z][\\w-]*(\\.[\\w-]+)*[.,](${domains})\\b`, 'g');

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
  return [
    ...all(address).filter(({ sure }) => sure),
    ...[...doubtful, ...all(misread), ...all(asLetter)].map((find) => ({ ...find, sure: false })),
  ];
}
