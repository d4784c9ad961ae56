import type { Hours } from '@karna/proto/gen/policy/v1/policy';

const names = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'];
const written = /^(?:([a-z,-]+)\s+)?(\d{1,2}:\d\d)\s*-\s*(\d{1,2}:\d\d)$/;

/** `mon-fri 08:00-18:00`, `sat,sun 10:00-12:00`, `22:00-06:00`; undefined when it is none. */
export function hoursIn(text: string): Hours | undefined {
  const [, days = '', from = '', until = ''] = written.exec(text.trim().toLowerCase()) ?? [];
  if (from === '') return undefined;
  const wanted = days.split(',').flatMap((part) => (part === '' ? [] : daysIn(part)));
  if (wanted.some((day) => day === undefined)) return undefined;
  return {
    days: wanted.filter((day) => day !== undefined),
    from: from.padStart(5, '0'),
    until: until.padStart(5, '0'),
  };
}

export function hoursText({ days, from, until }: Hours): string {
  return `${[...days.map((day) => names[day - 1])].join(',')} ${from}-${until}`.trim();
}

/** `mon`, `mon-fri`, `sat-mon`: 1 is Monday. */
function daysIn(part: string): (number | undefined)[] {
  const [first = 0, last = first] = part.split('-').map((name) => names.indexOf(name.slice(0, 3)) + 1);
  if (first === 0 || last === 0 || part.split('-').length > 2) return [undefined];
  return Array.from({ length: ((last - first + 7) % 7) + 1 }, (_, at) => ((first - 1 + at) % 7) + 1);
}
