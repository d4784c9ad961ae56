import { asDigit, isDigit } from './confusable.ts';
import type { Find } from './find.ts';
import { sureness, type Writing } from './writing.ts';

/** A run of digits, or of what may be digits, without anything between. */
interface Group {
  readonly from: number;
  readonly to: number;
  readonly digits: string;
  /** How many of them were read as digits. */
  readonly certain: number;
}

/** Card numbers have 12 to 19 digits (ISO/IEC 7812); one more or less may have been misread. */
const length = { least: 12, most: 20 };
/** How the groups of card numbers are printed. */
const printed = new Set([
  '4-4-4-4',
  '4-6-5',
  '4-6-4',
  '4-4-4-4-3',
  '4-4-4-3',
  '4-4-4-5',
  '4-4-4-1',
  '4-4-4-2',
  '5-4-4-4',
  '3-4-4-4',
  '4-3-4-4',
  '4-5-4-4',
  '4-4-3-4',
  '4-4-5-4',
  '4-6-6',
  '4-5-5',
  '4-7-5',
  '4-4-4-4-2',
]);
/** So many of its digits were read as digits (0..1). */
const mostlyDigits = 0.6;
/** Without gaps, and possibly misread, only what is about as long as most cards' numbers. */
const leastWhole = 14;
/** Digits that were read as surely as this and fail their check are no card number. */
const beyondDoubt = 0.97;

/** Payment card numbers: by their check digit and issuer, and, where a digit may have been misread, by their groups. */
export function cards(writing: Writing): Find[] {
  const found: Find[] = [];
  for (const chain of chainsOf(groupsOf(writing.text), writing.text)) {
    for (let first = 0; first < chain.length; first++) {
      for (let last = chain.length - 1; last >= first; last--) {
        const find = judged(chain.slice(first, last + 1), writing);
        if (!find) continue;
        found.push(find);
        if (find.sure) first = last; // what begins inside of it is a part of it
        break;
      }
    }
  }
  return found;
}

function groupsOf(text: string): Group[] {
  const groups: Group[] = [];
  for (let at = 0; at < text.length; ) {
    let to = at;
    let digits = '';
    let certain = 0;
    for (let digit = asDigit(text[to] ?? ''); digit !== undefined; digit = asDigit(text[to] ?? '')) {
      if (isDigit(text[to] ?? '')) certain++;
      digits += digit;
      to++;
    }
    // Letters that may be digits count only among digits.
    if (to > at && (certain >= digits.length / 2 || (certain > 0 && digits.length > 2)))
      groups.push({ from: at, to, digits, certain });
    at = Math.max(to, at + 1);
  }
  return groups;
}

/** Groups with no more than one separator between them. */
function chainsOf(groups: readonly Group[], text: string): Group[][] {
  const chains: Group[][] = [];
  for (const group of groups) {
    const chain = chains.at(-1);
    const before = chain?.at(-1);
    if (chain && before && separator.test(text.slice(before.to, group.from))) chain.push(group);
    else chains.push([group]);
  }
  return chains;
}

const separator = /^([ \t\n.\-_·~]| - )?$/;

/** Dates and amounts beside a number are written with other marks. */
function isEvenlySpaced(groups: readonly Group[], text: string): boolean {
  const marks = groups.slice(1).map((group, index) =>
    text
      .slice(groups[index]?.to, group.from)
      .replace(/\s/, ' ')
      .replace(/[.·_~]/, '-'),
  );
  return new Set(marks).size <= 1;
}

function judged(groups: readonly Group[], writing: Writing): Find | undefined {
  const digits = groups.map((group) => group.digits).join('');
  if (digits.length < length.least || digits.length > length.most || !isEvenlySpaced(groups, writing.text))
    return undefined;
  const certain = groups.reduce((sum, group) => sum + group.certain, 0);
  if (certain < digits.length * mostlyDigits) return undefined;
  const [from, to] = [groups[0]?.from ?? 0, groups.at(-1)?.to ?? 0];
  const find = { pattern: 'card', from, to } as const;
  if (isIssued(digits) && passesLuhn(digits)) return { ...find, sure: certain === digits.length };
  if (groups.length > 2 && printed.has(groups.map((group) => group.digits.length).join('-'))) {
    return { ...find, sure: false };
  }
  const doubtful = certain < digits.length || sureness(writing, from, to) < beyondDoubt;
  const whole = groups.length === 1 && digits.length >= leastWhole;
  return whole && doubtful && mayBeIssued(digits) ? { ...find, sure: false } : undefined;
}

/** The check digit of ISO/IEC 7812. */
export function passesLuhn(digits: string): boolean {
  const sum = [...digits].reverse().reduce((total, digit, index) => {
    const value = Number(digit) * (index % 2 === 0 ? 1 : 2);
    return total + (value > 9 ? value - 9 : value);
  }, 0);
  return sum % 10 === 0;
}

/** Beginnings and lengths that card brands issue. */
const issued: readonly (readonly [RegExp, readonly number[]])[] = [
  [/^4/, [13, 16, 19]],
  [/^(5[1-5]|222[1-9]|22[3-9]|2[3-6]|27[01]|2720)/, [16]],
  [/^3[47]/, [15]],
  [/^(6011|64[4-9]|65|62|60|81|82)/, [16, 17, 18, 19]],
  [/^(36|38|39|30[0-5]|309)/, [14, 15, 16, 17, 18, 19]],
  [/^35(2[89]|[3-8])/, [16, 17, 18, 19]],
  [/^(50|5[6-9]|6)/, [12, 13, 14, 15, 16, 17, 18, 19]],
];

const isIssued = (digits: string): boolean =>
  issued.some(([beginning, lengths]) => beginning.test(digits) && lengths.includes(digits.length));

/** The same where a digit may be wrong, missing or one too many. */
const mayBeIssued = (digits: string): boolean => /^[2-6]/.test(digits) && digits.length <= length.most;
