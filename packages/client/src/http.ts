import { isErrorCode } from '@karna/proto/errors';
import { httpAddress } from './address.ts';
import { KarnaError } from './errors.ts';

export interface Session {
  readonly principal: string;
  readonly scopes: readonly string[];
}

export interface LastingToken extends Session {
  readonly token: string;
}

export interface BlobContent {
  readonly data: Uint8Array<ArrayBuffer>;
  readonly mediaType: string;
}

interface Access {
  readonly url: string;
  readonly token: string;
  readonly signal?: AbortSignal | undefined;
}

/** Trades a one-time token, as printed at the start, for one that lasts. */
export async function exchangeToken(
  url: string,
  oneTime: string,
  { signal }: { readonly signal?: AbortSignal } = {},
): Promise<LastingToken> {
  const response = await call(httpAddress(url, '/v1/session'), {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ token: oneTime }),
    signal: signal ?? null,
  });
  return (await response.json()) as LastingToken;
}

/** Who the token stands for. Also tells why a WebSocket was refused, which WebSockets themselves do not. */
export async function whoAmI({ url, token, signal }: Access): Promise<Session> {
  const response = await call(httpAddress(url, '/v1/session'), authorized(token, signal));
  return (await response.json()) as Session;
}

/** A picture that a task or screenshot refers to, by its SHA-256. */
export async function fetchBlob(sha256: string, { url, token, signal }: Access): Promise<BlobContent> {
  const response = await call(httpAddress(url, `/v1/blobs/${encodeURIComponent(sha256)}`), authorized(token, signal));
  return {
    data: new Uint8Array(await response.arrayBuffer()),
    mediaType: response.headers.get('content-type') ?? 'application/octet-stream',
  };
}

const authorized = (token: string, signal: AbortSignal | undefined): RequestInit => ({
  headers: { authorization: `Bearer ${token}` },
  signal: signal ?? null,
});

async function call(address: string, init: RequestInit): Promise<Response> {
  const response = await fetch(address, init).catch((cause: unknown) => {
    init.signal?.throwIfAborted();
    throw new KarnaError('service.unavailable', `no gateway answers at ${new URL(address).origin}`, { cause });
  });
  if (response.ok) return response;
  throw errorOf(response.status, await response.text());
}

function errorOf(status: number, body: string): KarnaError {
  try {
    const { code, message, incidentId = '' } = JSON.parse(body) as Record<string, string | undefined>;
    if (isErrorCode(code)) return new KarnaError(code, message ?? code, { incidentId });
  } catch {
    // Not ours: a proxy's page, say.
  }
  return new KarnaError('service.unavailable', `something answered with HTTP ${status} that is not a Karna gateway`);
}
