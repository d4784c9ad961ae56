import { createHash, randomBytes } from 'node:crypto';

// Crockford's base 32: no I, L, O or U, so a code survives being read aloud and typed again.
const alphabet = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
/** 8 characters of 5 bits: 40 bits, valid once and for minutes; who may try how often is the gateway's business. */
const length = 8;

/** A fresh code, grouped for people: `K7QF-M2XR`. */
export function freshCode(): string {
  const letters = Array.from(randomBytes(length), (byte) => alphabet[byte % alphabet.length]).join('');
  return `${letters.slice(0, length / 2)}-${letters.slice(length / 2)}`;
}

/** What is kept of a code. Case, spaces and dashes do not matter, nor do the letters that look like digits. */
export function hashCode(code: string): string {
  const plain = code.toUpperCase().replace(/[\s-]/g, '').replaceAll('O', '0').replace(/[IL]/g, '1');
  return createHash('sha256').update(`enrolment-code:${plain}`).digest('hex');
}

/** How long a code is valid when nobody says (ms). */
export const defaultCodeMs = 15 * 60_000;
/** A code is for now; nobody needs one that is valid longer (ms). */
export const maxCodeMs = 7 * 24 * 3_600_000;
