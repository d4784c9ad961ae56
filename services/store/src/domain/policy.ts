import { DomainError } from '@karna/common/errors';
import type { Hours, Rules } from '@karna/proto/gen/policy/v1/policy';

const most = { patterns: 100, hours: 50, words: 100 };
const mostCharacters = 120;
const timeOfDay = /^(?:[01]\d|2[0-3]):[0-5]\d$/;

/** Rules that can be kept, without blanks at the ends and without doubles. Fails with `input.invalid`, saying which rule is none. */
export function checkedRules(rules: Rules): Rules {
  const only = texts('windows', rules.windows?.only ?? [], most.patterns);
  const never = texts('windows', rules.windows?.never ?? [], most.patterns);
  if (rules.hours.length > most.hours) throw invalid(`at most ${most.hours} hours are kept`);
  for (const hours of rules.hours) checkHours(hours);
  if (rules.timeZone !== '' && !isTimeZone(rules.timeZone)) throw invalid('a time zone is called like Europe/Berlin');
  if (rules.hours.length > 0 && rules.timeZone === '') throw invalid('hours need a time zone');
  return { ...rules, windows: { only, never }, asks: texts('words', rules.asks, most.words) };
}

function texts(what: string, given: readonly string[], limit: number): string[] {
  const trimmed = [...new Set(given.map((text) => text.trim()))];
  if (trimmed.length > limit) throw invalid(`at most ${limit} ${what} are kept`);
  for (const text of trimmed) {
    if (text === '' || text.length > mostCharacters || /\p{Cc}/u.test(text)) {
      throw invalid(`${what} are named with 1 to ${mostCharacters} characters in one line`);
    }
  }
  return trimmed;
}

function checkHours({ days, from, until }: Hours): void {
  if (!days.every((day) => day >= 1 && day <= 7)) throw invalid('days are 1 (Monday) to 7 (Sunday)');
  if (!timeOfDay.test(from) || !timeOfDay.test(until)) throw invalid('a time of day is written like 08:00');
}

function isTimeZone(name: string): boolean {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone !== '';
  } catch {
    return false;
  }
}

const invalid = (message: string): DomainError => new DomainError('input.invalid', message);
