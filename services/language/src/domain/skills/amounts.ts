import { numberOf } from '../numbers.ts';

const scales = new Map([
  ['hundred', 100],
  ['thousand', 1_000],
  ['million', 1_000_000],
]);
/** How each currency is said. Signs and words that several share mean that of the locale's country, or else the first. */
const currencies: readonly (readonly [currency: string, countries: string, said: string])[] = [
  ['USD', 'US', '$ us$ dollar dollars bucks'],
  ['CAD', 'CA', '$ ca$ c$ dollar dollars bucks'],
  ['AUD', 'AU', '$ a$ dollar dollars bucks'],
  ['NZD', 'NZ', '$ nz$ dollar dollars bucks'],
  ['SGD', 'SG', '$ s$ dollar dollars'],
  ['HKD', 'HK', '$ hk$ dollar dollars'],
  ['MXN', 'MX', '$ mx$ peso pesos'],
  ['EUR', '', '€ euro euros'],
  ['GBP', 'GB', '£ pound pounds quid'],
  ['CHF', 'CH LI', 'fr fr. franc francs franken'],
  ['JPY', 'JP', '¥ yen'],
  ['CNY', 'CN', '¥ yuan rmb'],
  ['SEK', 'SE', 'kr krona kronor crowns'],
  ['NOK', 'NO', 'kr krone kroner crowns'],
  ['DKK', 'DK', 'kr kr. krone kroner crowns'],
  ['PLN', 'PL', 'zł zloty zlotys złoty'],
  ['CZK', 'CZ', 'kč koruna korunas crowns'],
  ['INR', 'IN', '₹ rs rupee rupees'],
  ['BRL', 'BR', 'r$ real reais reals'],
];

function currencyOf(said: string, locale: string): string | undefined {
  const meant = currencies.filter(([code, , words]) => code.toLowerCase() === said || words.split(' ').includes(said));
  const country = new Intl.Locale(supported(locale)).maximize().region ?? '';
  return (meant.find(([, countries]) => countries.split(' ').includes(country)) ?? meant[0])?.[0];
}

/** `1,250.5` in English, `1.250,5` in German, `twenty five`, `two hundred and ten`: with a point and no separators. */
export function numberIn(said: string, locale: string): string | undefined {
  const text = said.trim().toLowerCase();
  const written = writtenNumber(text, locale) ?? spokenNumber(text);
  return written === undefined ? undefined : String(written);
}

function writtenNumber(text: string, locale: string): number | undefined {
  const { group, decimal } = separators(locale);
  const sign = /^[-−]/u.test(text) ? -1 : 1;
  const body = text.replace(/^[-−+]/u, '').replaceAll(/[\s\u00a0\u202f']/gu, group === "'" ? group : '');
  const groups = new RegExp(`^\\d{1,3}(?:${escaped(group)}\\d{3})+(?:${escaped(decimal)}\\d+)?$`);
  const plain = new RegExp(`^\\d+(?:${escaped(decimal)}\\d+)?$`);
  if (!groups.test(body) && !plain.test(body)) return undefined;
  const value = Number(body.replaceAll(group, '').replace(decimal, '.'));
  return Number.isFinite(value) ? sign * value : undefined;
}

const escaped = (mark: string): string => mark.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&');

/** Whoever asks may name any. */
const mostLocales = 100;
const known = new Map<string, Separators>();

interface Separators {
  readonly group: string;
  readonly decimal: string;
}

/** Asking the system takes longer than all the rest. */
function separators(locale: string): Separators {
  const kept = known.get(locale);
  if (kept) return kept;
  const parts = new Intl.NumberFormat(supported(locale), { useGrouping: 'always' }).formatToParts(1_234_567.5);
  const of = (type: string) => parts.find((part) => part.type === type)?.value ?? '';
  const group = of('group');
  const found = { group: /\s/u.test(group) ? ' ' : group.replace('’', "'"), decimal: of('decimal') || '.' };
  if (known.size < mostLocales) known.set(locale, found);
  return found;
}

/** A locale that nobody knows is English. */
export function supported(locale: string): string {
  try {
    return Intl.NumberFormat.supportedLocalesOf(locale)[0] ?? 'en-US';
  } catch {
    return 'en-US';
  }
}

/** `two hundred and twenty five`. */
function spokenNumber(text: string): number | undefined {
  let total = 0;
  let current = 0;
  const words = text.split(/[\s-]+/).filter((word) => word !== 'and' && word !== 'a');
  if (words.length === 0) return undefined;
  for (const word of words) {
    const scale = scales.get(word);
    const number = /^\p{L}/u.test(word) ? numberOf(word) : undefined;
    if (scale !== undefined) {
      current = Math.max(1, current) * scale;
      if (scale >= 1_000) [total, current] = [total + current, 0];
    } else if (number !== undefined) current += number;
    else return undefined;
  }
  return total + current;
}

/** `€1,250`, `12.50 dollars`: `1250.00 EUR`; `$` is the dollar of the locale's country. Where no currency is said, none is guessed: the number alone. */
export function moneyOf(said: string, locale: string): string | undefined {
  // `-$3` is `$-3`.
  const text = said
    .trim()
    .toLowerCase()
    .replace(/^([-−])([^\d\s]+)/u, '$2$1');
  const [, ahead = '', behindIt = ''] = /^([^\d\s−-]+)\s*([\d−-].*)$/u.exec(text) ?? [];
  const [, beforeIt = '', behind = ''] = /^(.+?)\s*(\p{Sc}|\p{L}+\p{Sc}?\.?)$/u.exec(text) ?? [];
  const [amount, currency] = [
    [behindIt, currencyOf(ahead, locale)] as const,
    [beforeIt, currencyOf(behind, locale)] as const,
  ].find(([, found]) => found !== undefined) ?? [text, undefined];
  const number = numberIn(amount, locale);
  if (number === undefined) return undefined;
  return currency ? `${Number(number).toFixed(2)} ${currency}` : Number(number).toFixed(2);
}
