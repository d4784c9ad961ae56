import { InvalidArgumentError } from 'commander';

/** Reads a whole number from 1 to `most`. */
export const wholeNumber =
  (
    most = Number.POSITIVE_INFINITY,
    otherwise = `a whole number from 1${most === Number.POSITIVE_INFINITY ? '' : ` to ${most}`}`,
  ) =>
  (text: string): number => {
    const value = Number(text);
    if (!Number.isInteger(value) || value < 1 || value > most) throw new InvalidArgumentError(otherwise);
    return value;
  };
