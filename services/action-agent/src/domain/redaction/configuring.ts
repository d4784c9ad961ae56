import type { Length, Region } from './configured.ts';

// How regions and windows are written in settings.

/** What stands between `;`. */
export const listed = (text: string): string[] =>
  text
    .split(';')
    .map((one) => one.trim())
    .filter((one) => one !== '');

/** `*1Password*;KeePass*`: names with `*` and `?`, of whatever case. */
export const globs = (text: string): RegExp[] => listed(text).map(glob);

export function glob(text: string): RegExp {
  const pattern = text
    .replace(/[.+^${}()|[\]\\]/g, '\\$&')
    .replaceAll('*', '.*')
    .replaceAll('?', '.');
  return new RegExp(`^${pattern}$`, 'isu');
}

/** `0,0,300,40;Mail*@0,0,100%,20%`: places in px or shares, of the desktop or of windows. Undefined when one is malformed. */
export function regions(text: string): Region[] | undefined {
  const parsed = listed(text).map(region);
  return parsed.every((one) => one !== undefined) ? parsed : undefined;
}

function region(text: string): Region | undefined {
  const at = text.lastIndexOf('@');
  const numbers = text
    .slice(at + 1)
    .split(',')
    .map(length);
  const [x, y, width, height] = numbers;
  if (numbers.length !== 4 || !x || !y || !width || !height) return undefined;
  return { x, y, width, height, ...(at < 0 ? {} : { window: glob(text.slice(0, at).trim()) }) };
}

function length(text: string): Length | undefined {
  const [, number = '', unit] = /^\s*(\d+(?:\.\d+)?)\s*(px|%)?\s*$/.exec(text) ?? [];
  if (number === '') return undefined;
  return unit === '%' ? { share: Number(number) / 100 } : { px: Number(number) };
}
