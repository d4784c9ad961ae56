import type { ActWindow } from '@karna/proto/gen/recording/v1/recording';

const browsers = /chrom|firefox|brave|edge|opera|vivaldi|epiphany|falkon|librewolf|konqueror|midori|qutebrowser/i;

export const isBrowser = (window: ActWindow | undefined): boolean => browsers.test(window?.application ?? '');

/** On this machine or in this house, where certificates are rare. */
const near = /^(localhost|\d{1,3}(\.\d{1,3}){3})(:\d+)?(\/|$)/i;
const named = /^([\p{L}\d-]+\.)+\p{L}{2,}(:\d+)?([/?#]\S*)?$/iu;

/** The address that was typed, with its scheme; undefined when it is something to search for. */
export function addressIn(typed: string): string | undefined {
  const text = typed.trim();
  if (/\s/.test(text)) return undefined;
  const whole = /^(https?|file):\/\//i.test(text)
    ? text
    : near.test(text)
      ? `http://${text}`
      : named.test(text)
        ? `https://${text}`
        : '';
  return URL.canParse(whole) ? whole : undefined;
}
