import type { Dice } from './dice.ts';
import { base62, cardNumber, hex, ibanOf } from './numbers.ts';

export type SecretKind = 'card' | 'iban' | 'email' | 'token' | 'hex' | 'jwt' | 'key' | 'password' | 'pin';

/** Something that must not leave, as it is written on the screen; lines that belong together are joined by newlines. */
export interface Secret {
  readonly kind: SecretKind;
  readonly text: string;
}

const lower = 'abcdefghijklmnopqrstuvwxyz';
const upper = lower.toUpperCase();
const digits = '0123456789';

const firstNames = [
  'ada',
  'grace',
  'linus',
  'margaret',
  'alan',
  'edsger',
  'barbara',
  'donald',
  'radia',
  'ken',
] as const;
const lastNames = [
  'lovelace',
  'hopper',
  'torvalds',
  'hamilton',
  'turing',
  'dijkstra',
  'liskov',
  'knuth',
  'perlman',
] as const;
const mailHosts = [
  'example.com',
  'example.org',
  'mail.example.net',
  'corp.example.co.uk',
  'post.example.de',
  'uni.example.edu',
] as const;

export function email(dice: Dice): Secret {
  const [first, last] = [dice.one(firstNames), dice.one(lastNames)];
  const local = dice.one([
    `${first}.${last}`,
    `${first}${dice.whole(1, 99)}`,
    `${first[0]}.${last}`,
    `${first}_${last}+${dice.whole(1, 9)}`,
    last,
  ]);
  return { kind: 'email', text: `${local}@${dice.one(mailHosts)}` };
}

export function card(dice: Dice): Secret {
  const number = cardNumber(dice);
  const groups =
    number.length === 15
      ? [4, 6, 5]
      : number.length === 14
        ? [4, 6, 4]
        : number.length === 19
          ? [4, 4, 4, 4, 3]
          : [4, 4, 4, 4];
  const parts = groups.map((size, n) => {
    const from = groups.slice(0, n).reduce((sum, other) => sum + other, 0);
    return number.slice(from, from + size);
  });
  return { kind: 'card', text: dice.one([parts.join(' '), parts.join(' '), parts.join('-'), number]) };
}

export function iban(dice: Dice): Secret {
  const number = ibanOf(dice);
  return { kind: 'iban', text: dice.isLucky(0.6) ? (number.match(/.{1,4}/g) ?? []).join(' ') : number };
}

/** Shapes of keys as services hand them out; what follows the prefix is chance. */
const shapes: readonly [(dice: Dice) => string, ...((dice: Dice) => string)[]] = [
  (dice) => `ghp_${base62(dice, 36)}`,
  (dice) => `github_pat_${base62(dice, 22)}_${base62(dice, 30)}`,
  (dice) => `sk-${base62(dice, 48)}`,
  (dice) => `sk_live_${base62(dice, 24)}`,
  (dice) => `AKIA${dice.text(16, `${upper}234567`)}`,
  (dice) => `xoxb-${dice.text(12, digits)}-${dice.text(12, digits)}-${base62(dice, 24)}`,
  (dice) => `glpat-${base62(dice, 20)}`,
  (dice) => `AIza${base62(dice, 35)}`,
  (dice) => `npm_${base62(dice, 36)}`,
  (dice) => `hf_${base62(dice, 34)}`,
  (dice) => `SG.${base62(dice, 22)}.${base62(dice, 43)}`,
  (dice) => base62(dice, dice.whole(20, 44)),
  (dice) => `${base62(dice, 38)}+${base62(dice, 1)}/${base62(dice, 2)}=`,
  (dice) => dice.text(dice.whole(24, 36), lower + digits),
];

export const token = (dice: Dice): Secret => ({ kind: 'token', text: dice.one(shapes)(dice) });

export const hexString = (dice: Dice): Secret => ({ kind: 'hex', text: hex(dice, dice.one([32, 40, 40, 64])) });

export function jwt(dice: Dice): Secret {
  const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
  const head = part({ alg: 'HS256', typ: 'JWT' });
  const body = part({ sub: dice.text(6, digits), iat: 1_700_000_000 + dice.whole(0, 9_999_999) });
  return { kind: 'jwt', text: `${head}.${body}.${base62(dice, 43)}` };
}

export const keyKinds = ['RSA PRIVATE KEY', 'OPENSSH PRIVATE KEY', 'PRIVATE KEY', 'EC PRIVATE KEY'] as const;

/** What stands between BEGIN and END of a key. */
export function privateKey(dice: Dice): Secret {
  const lines = Array.from({ length: dice.whole(3, 6) }, () => base62(dice, 64));
  return { kind: 'key', text: [...lines, `${base62(dice, dice.whole(8, 40))}==`].join('\n') };
}

const wordlist = [
  'correct',
  'horse',
  'battery',
  'staple',
  'summer',
  'winter',
  'dragon',
  'falcon',
  'letmein',
  'monkey',
] as const;

export function password(dice: Dice): Secret {
  const word = dice.one(wordlist);
  const text = dice.one([
    `${word[0]?.toUpperCase()}${word.slice(1)}${dice.whole(1, 2030)}${dice.one(['!', '?', '#', '$'])}`,
    base62(dice, dice.whole(8, 16)),
    `${word}-${dice.one(wordlist)}-${dice.whole(10, 99)}`,
    word + dice.text(3, digits),
  ]);
  return { kind: 'password', text };
}

export const pin = (dice: Dice): Secret => ({ kind: 'pin', text: dice.text(dice.one([3, 4, 4, 6]), digits) });
