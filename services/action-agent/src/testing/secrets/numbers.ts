import type { Dice } from './dice.ts';

// Numbers that pass the checks of their kind, made by chance.

const digits = '0123456789';
const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ';

export const base62 = (dice: Dice, length: number): string =>
  dice.text(length, `${digits}${letters}${letters.toLowerCase()}`);

export const hex = (dice: Dice, length: number): string => dice.text(length, '0123456789abcdef');

/** Beginnings and lengths of the usual brands. */
const brands = [
  ['4', 16],
  ['4', 16],
  ['51', 16],
  ['55', 16],
  ['2221', 16],
  ['34', 15],
  ['37', 15],
  ['6011', 16],
  ['36', 14],
  ['3528', 16],
  ['62', 19],
] as const;

export function cardNumber(dice: Dice): string {
  const [beginning, length] = dice.one(brands);
  const open = beginning + dice.text(length - beginning.length - 1, digits);
  const sum = [...open].reverse().reduce((total, digit, index) => {
    const value = Number(digit) * (index % 2 === 0 ? 2 : 1);
    return total + (value > 9 ? value - 9 : value);
  }, 0);
  return `${open}${(10 - (sum % 10)) % 10}`;
}

/** Country, and what its account numbers are made of after the check digits: n digits, a letters. */
const accounts = [
  ['DE', '18n'],
  ['NL', '4a10n'],
  ['GB', '4a14n'],
  ['FR', '23n'],
  ['ES', '20n'],
  ['IT', '1a22n'],
  ['AT', '16n'],
  ['CH', '17n'],
  ['BE', '12n'],
  ['PL', '24n'],
  ['SE', '20n'],
  ['NO', '11n'],
] as const;

export function ibanOf(dice: Dice): string {
  const [country, shape] = dice.one(accounts);
  const account = shape.replace(/(\d+)([na])/g, (_, count: string, kind: string) =>
    dice.text(Number(count), kind === 'n' ? digits : letters),
  );
  const asDigits = [...`${account}${country}00`].map((one) => Number.parseInt(one, 36).toString()).join('');
  const check = 98n - (BigInt(asDigits) % 97n);
  return `${country}${check.toString().padStart(2, '0')}${account}`;
}
