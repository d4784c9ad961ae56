import { KarnaError } from './errors.ts';

/** The gateway's address with another path. `ws:` and `http:` name the same gateway. */
function at(url: string, path: string, scheme: 'http' | 'ws'): string {
  if (!URL.canParse(url))
    throw new KarnaError('input.invalid', "the gateway's address is not a URL like http://127.0.0.1:7400");
  const address = new URL(url);
  const secure = address.protocol === 'https:' || address.protocol === 'wss:';
  return `${scheme}${secure ? 's' : ''}://${address.host}${path}`;
}

export const httpAddress = (url: string, path: string): string => at(url, path, 'http');
export const socketAddress = (url: string, path: string): string => at(url, path, 'ws');

/** A browser cannot set headers on a WebSocket, so the token travels as an offered subprotocol, which the gateway never echoes. */
export function tokenProtocol(token: string): string {
  const bytes = new TextEncoder().encode(token);
  const base64 = btoa(String.fromCharCode(...bytes));
  return `karna.token.${base64.replaceAll('+', '-').replaceAll('/', '_').replace(/=+$/, '')}`;
}
