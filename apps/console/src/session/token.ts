// The token of this browser. It is never part of an address that stays, of a log, or of an error.

/** Of this gateway only: storage belongs to the origin. */
const key = 'karna.token';

export const keptToken = (): string | undefined => localStorage.getItem(key) ?? undefined;
export const keepToken = (token: string): void => localStorage.setItem(key, token);
export const forgetToken = (): void => localStorage.removeItem(key);

/** A one-time token in what somebody pasted or opened: `http://host:7400/#karna_…`, `#karna_…` or the token itself. */
export function tokenIn(text: string): string | undefined {
  const found = /(?:^|#)(karna_[\w-]+)$/.exec(text.trim())?.[1];
  return found ?? (/^[\w.~+/=-]{16,512}$/.test(text.trim()) ? text.trim() : undefined);
}

/** Takes the token out of the address bar, and out of the browser's history with it. */
export function takeTokenFromAddress(): string | undefined {
  if (!location.hash.startsWith('#karna_')) return undefined;
  const token = tokenIn(location.hash);
  history.replaceState(undefined, '', location.pathname);
  return token;
}
