import { ordinalOf } from '../numbers.ts';
import { supported } from './amounts.ts';
import type { Setting } from './slot-values.ts';

const days = ['sunday', 'monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday'];
const months = 'january february march april may june july august september october november december'.split(' ');

/** `tomorrow`, `next Friday`, `in three days`, `5 May`, `May 5th 2026`, `5/6/2026` by locale: `2026-05-06`. */
export function dateOf(said: string, { locale, now }: Setting): string | undefined {
  const text = said.trim().toLowerCase().replace(/^on /, '').replaceAll(',', '');
  return nearDay(text, now) ?? weekday(text, now) ?? written(text, locale) ?? named(text, now);
}

const inWords = new Intl.DateTimeFormat('en-GB', {
  weekday: 'short',
  day: 'numeric',
  month: 'long',
  year: 'numeric',
  timeZone: 'UTC',
});

/** `Wed, 4 March 2026`: which day was meant, beyond doubt. */
export const dayInWords = (value: string): string => inWords.format(new Date(value));

const iso = (date: Date): string => {
  const two = (part: number) => String(part).padStart(2, '0');
  return `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
};
const after = (now: Date, count: number): string =>
  iso(new Date(now.getFullYear(), now.getMonth(), now.getDate() + count));

function nearDay(text: string, now: Date): string | undefined {
  const near = new Map([
    ['today', 0],
    ['now', 0],
    ['tomorrow', 1],
    ['the day after tomorrow', 2],
    ['day after tomorrow', 2],
    ['yesterday', -1],
  ]).get(text);
  if (near !== undefined) return after(now, near);
  const span = /^in (?:(\d{1,3})|(a|one|two|three|four|five|six|seven|ten)) (day|week)s?$/.exec(text);
  if (!span) return undefined;
  const words = ['', 'one', 'two', 'three', 'four', 'five', 'six', 'seven', '', '', 'ten'];
  const count = span[1] ? Number(span[1]) : Math.max(1, words.indexOf(span[2] ?? ''));
  return after(now, count * (span[3] === 'week' ? 7 : 1));
}

/** `Friday` and `this Friday`: the coming one; `next Friday`: the one in the week after this. */
function weekday(text: string, now: Date): string | undefined {
  const match = /^(?:(this|next|coming) )?(\w+)$/.exec(text);
  const day = match?.[2] ?? '';
  const index = day.length < 3 ? -1 : days.findIndex((name) => name === day || name.slice(0, 3) === day);
  if (!match || index < 0) return undefined;
  const ahead = (index - now.getDay() + 7) % 7 || 7;
  const isNextWeek = match[1] === 'next' && (now.getDay() + 6) % 7 < (index + 6) % 7;
  return after(now, isNextWeek ? ahead + 7 : ahead);
}

/** `2026-05-06`, and with slashes, points or dashes in the order of the locale. */
function written(text: string, locale: string): string | undefined {
  const isoMatch = /^(\d{4})-(\d{1,2})-(\d{1,2})$/.exec(text);
  if (isoMatch) return valid(Number(isoMatch[1]), Number(isoMatch[2]), Number(isoMatch[3]));
  const match = /^(\d{1,4})[/.-](\d{1,2})[/.-](\d{2,4})$/.exec(text);
  if (!match) return undefined;
  const order = new Intl.DateTimeFormat(supported(locale))
    .formatToParts(0)
    .flatMap(({ type }) => (type === 'literal' ? [] : [type]));
  const part = (type: 'day' | 'month' | 'year') => Number(match[order.indexOf(type) + 1]);
  const year = part('year');
  return valid(year < 100 ? 2_000 + year : year, part('month'), part('day'));
}

/** `5 May`, `May 5th`, `the 5th of May 2027`; without a year the next one that is not past. */
function named(text: string, now: Date): string | undefined {
  const words = text.split(/\s+/).filter((word) => word !== 'the' && word !== 'of');
  const month = words.findIndex(
    (word) => word.length >= 3 && months.some((name) => name.startsWith(word.replace('.', ''))),
  );
  if (month < 0 || words.length < 2 || words.length > 3) return undefined;
  const number = months.findIndex((name) => name.startsWith((words[month] ?? '').replace('.', ''))) + 1;
  const others = words.filter((_, index) => index !== month);
  const day = ordinalOf(others[0] ?? '') ?? Number((others[0] ?? '').replace('.', ''));
  if (others.length === 2) return valid(Number(others[1]), number, day);
  const thisYear = valid(now.getFullYear(), number, day);
  const isPast = thisYear !== undefined && thisYear < iso(now);
  return isPast || thisYear === undefined ? valid(now.getFullYear() + 1, number, day) : thisYear;
}

function valid(year: number, month: number, day: number): string | undefined {
  const date = new Date(year, month - 1, day);
  const isReal = year >= 1_900 && year < 2_200 && date.getMonth() === month - 1 && date.getDate() === day;
  return isReal ? iso(date) : undefined;
}

/** `2 pm`, `14:30`, `half past three`, `noon`: `14:30`. */
export function timeOf(said: string): string | undefined {
  const text = said.trim().toLowerCase().replace(/^at /, '').replaceAll('.', '');
  if (text === 'noon' || text === 'midday') return '12:00';
  if (text === 'midnight') return '00:00';
  const match = /^(\d{1,2})(?::(\d{2}))?\s*(am|pm|o'clock|h|uhr)?$/.exec(text);
  if (!match) return spokenTime(text);
  return clock(Number(match[1]), Number(match[2] ?? 0), match[3]);
}

const hours = 'twelve one two three four five six seven eight nine ten eleven'.split(' ');

/** `quarter to nine`, `half past three pm`, `seven`. */
function spokenTime(text: string): string | undefined {
  const match = /^(?:(half|quarter|a quarter) (past|to) )?(\w+)(?: o'clock)?(?: (am|pm))?$/.exec(text);
  const word = match?.[3] ?? '';
  const hour = /^\d{1,2}$/.test(word) ? Number(word) : hours.indexOf(word) || (word === 'twelve' ? 12 : 0);
  if (!match || hour < 1 || hour > 24) return undefined;
  const minutes = match[1] === undefined ? 0 : match[1] === 'half' ? 30 : 15;
  return match[2] === 'to' ? clock(hour - 1, 60 - minutes, match[4]) : clock(hour, minutes, match[4]);
}

function clock(hour: number, minute: number, half: string | undefined): string | undefined {
  if (minute > 59 || hour > 23) return undefined;
  if ((half === 'am' || half === 'pm') && hour > 12) return undefined;
  const full = half === 'pm' ? (hour % 12) + 12 : half === 'am' ? hour % 12 : hour;
  return `${String(full).padStart(2, '0')}:${String(minute).padStart(2, '0')}`;
}
