import type { IncomingMessage } from 'node:http';
import { DomainError } from '@karna/common/errors';

/** Offered by browsers, which cannot set headers on a WebSocket: `karna.token.` and the token in base64url. Never echoed. */
const tokenProtocol = 'karna.token.';
/** Names under which a token might be put into an address, where logs and histories would keep it. */
const tokenParameters = ['token', 'access_token', 'auth', 'authorization', 'bearer', 'key', 'code'];

/** The path of the request, once it is sure that no secret came with it. */
export function pathOf(request: IncomingMessage): string {
  const url = URL.parse(request.url ?? '', 'http://gateway');
  if (!url) throw new DomainError('input.invalid', 'this is not an address');
  if (tokenParameters.some((name) => url.searchParams.has(name))) {
    throw new DomainError('input.invalid', 'a token does not belong in an address: it would end up in logs');
  }
  return url.pathname;
}

export const offeredProtocols = (request: IncomingMessage): string[] =>
  (request.headers['sec-websocket-protocol'] ?? '')
    .split(',')
    .flatMap((one) => (one.trim() === '' ? [] : [one.trim()]));

/** The bearer token, from the header or, at an upgrade, from the offered subprotocols. */
export function tokenOf(request: IncomingMessage): string | undefined {
  const [, bearer] = /^Bearer +([\w.~+/=-]+)$/i.exec(request.headers.authorization ?? '') ?? [];
  if (bearer !== undefined) return bearer;
  if (request.headers.authorization !== undefined) throw new DomainError('auth.invalid', 'not a bearer token');
  const offered = offeredProtocols(request).find((one) => one.startsWith(tokenProtocol));
  return offered && Buffer.from(offered.slice(tokenProtocol.length), 'base64url').toString();
}

/** The other side's address; behind a proxy that is trusted, the one that it saw. */
export function addressOf(request: IncomingMessage, trustForwarded: boolean): string {
  const forwarded = request.headers['x-forwarded-for'];
  const last = (Array.isArray(forwarded) ? forwarded.at(-1) : forwarded)?.split(',').at(-1)?.trim();
  return (trustForwarded ? last : undefined) ?? request.socket.remoteAddress ?? 'unknown';
}

/** Browsers say where a page came from; everything else says nothing and is judged by its token alone. */
export function isAllowedOrigin(request: IncomingMessage, allowed: readonly string[]): boolean {
  const { origin, host } = request.headers;
  if (origin === undefined || allowed.includes(origin)) return true;
  return URL.parse(origin)?.host === host?.toLowerCase();
}
