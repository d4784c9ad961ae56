import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import { DomainError } from '@karna/common/errors';
import { inSpan } from '@karna/common/telemetry';
import { freshId } from '@karna/proto/ids';
import type { Authentication } from '../authentication.ts';
import { type Caller, requireScope } from '../domain/caller.ts';
import type { RateLimit } from '../domain/rate-limit.ts';
import type { GatewayEvents } from '../events.ts';
import type { ConsoleFiles, Store } from '../ports.ts';
import { type Answer, failure, json, securityHeaders } from './answer.ts';
import { consoleFile } from './console.ts';
import { page, pagePolicy } from './page.ts';
import { addressOf, isAllowedOrigin, pathOf, tokenOf } from './request-facts.ts';

/** The only body there is holds one token (bytes). */
const maxBodyBytes = 4 * 1024;
/** What a blob may be shown as; anything else is a download. */
const shownTypes = ['image/png', 'image/jpeg', 'application/json', 'text/plain'];

export interface HttpOptions {
  readonly store: Pick<Store, 'tokens' | 'blobs'>;
  readonly authentication: Authentication;
  readonly events: GatewayEvents;
  /** Trades of one-time tokens, by address. */
  readonly sessionRate: RateLimit;
  readonly blobRate: RateLimit;
  readonly allowedOrigins: readonly string[];
  readonly trustForwarded: boolean;
  readonly version: string;
  readonly protocols: readonly string[];
  readonly console: ConsoleFiles;
  readonly isStopping: () => boolean;
}

type Handle = (request: IncomingMessage, match: RegExpExecArray) => Promise<Answer> | Answer;
interface Route {
  readonly path: RegExp;
  readonly methods: Readonly<Record<string, Handle>>;
}

/** The HTTP half of the public port. */
export function httpHandler(options: HttpOptions): RequestListener {
  const routes = routesOf(options);
  return (request, response) => {
    void respond(request, routes, options).then((answer) => write(request, response, answer, options.allowedOrigins));
  };
}

function routesOf(options: HttpOptions): readonly Route[] {
  const { store, version, protocols } = options;
  return [
    {
      path: /^(\/|\/assets\/[\w.-]+|\/[\w-]+\.svg)$/,
      methods: {
        GET: (request, [path = '']) =>
          path === '/' && options.console.size === 0
            ? html(page(version))
            : consoleFile(request, options.console, path),
      },
    },
    { path: /^\/healthz$/, methods: { GET: () => json(200, { status: 'ok' }) } },
    { path: /^\/v1\/version$/, methods: { GET: () => json(200, { name: 'karna', version, protocols }) } },
    {
      path: /^\/v1\/session$/,
      methods: { GET: (request) => whoAmI(request, options), POST: (request) => trade(request, options) },
    },
    {
      path: /^\/v1\/blobs\/([^/]*)$/,
      methods: {
        GET: async (request, [, sha256 = '']) => {
          await callerOf(request, options);
          return blob(request, sha256, store.blobs);
        },
      },
    },
  ];
}

async function respond(request: IncomingMessage, routes: readonly Route[], options: HttpOptions): Promise<Answer> {
  try {
    if (options.isStopping()) throw new DomainError('service.stopping', 'this gateway is stopping; try again');
    const path = pathOf(request);
    for (const route of routes) {
      const match = route.path.exec(path);
      if (match) return await dispatch(request, route, match);
    }
    throw new DomainError('protocol.unsupported', 'there is nothing at this address');
  } catch (thrown) {
    const error = DomainError.from(thrown);
    const incidentId = error.code === 'internal' ? freshId<string>('incident') : '';
    if (incidentId) options.events.incident(thrown, incidentId, 'http');
    options.events.refused(error.code);
    return failure(error, incidentId);
  }
}

async function dispatch(request: IncomingMessage, { methods }: Route, match: RegExpExecArray): Promise<Answer> {
  const allowed = [...Object.keys(methods), ...('GET' in methods ? ['HEAD'] : []), 'OPTIONS'].join(', ');
  if (request.method === 'OPTIONS') return { status: 204, headers: { allow: allowed }, body: '' };
  const handle = methods[request.method === 'HEAD' ? 'GET' : (request.method ?? '')];
  if (handle) return handle(request, match);
  const { headers, body } = failure(new DomainError('protocol.unsupported', `this address takes ${allowed}`));
  return { status: 405, headers: { ...headers, allow: allowed }, body };
}

const html = (body: string): Answer => ({
  status: 200,
  headers: { 'content-type': 'text/html; charset=utf-8', 'content-security-policy': pagePolicy },
  body,
});

async function callerOf(request: IncomingMessage, options: HttpOptions): Promise<Caller> {
  const address = addressOf(request, options.trustForwarded);
  const caller = await options.authentication.caller(tokenOf(request), address);
  requireScope(caller, 'observe');
  if (options.blobRate.take(caller.principal)) return caller;
  throw new DomainError('rate.limited', 'too many requests; slow down');
}

/** Browsers do not show why an upgrade failed: here a client learns whether its token is to blame. */
async function whoAmI(request: IncomingMessage, { authentication, trustForwarded }: HttpOptions): Promise<Answer> {
  const { principal, scopes } = await authentication.caller(tokenOf(request), addressOf(request, trustForwarded));
  return json(200, { principal, scopes });
}

async function trade(request: IncomingMessage, options: HttpOptions): Promise<Answer> {
  if (!isAllowedOrigin(request, options.allowedOrigins))
    throw new DomainError('auth.forbidden', 'not from this origin');
  if (!options.sessionRate.take(addressOf(request, options.trustForwarded))) {
    throw new DomainError('rate.limited', 'too many tries from your address; wait a minute');
  }
  const { token, principal } = await inSpan('http POST /v1/session', {}, async () =>
    options.store.tokens.exchange(oneTimeToken(await readBody(request))),
  );
  return json(200, { token, principal: principal?.name ?? '', scopes: principal?.scopes ?? [] });
}

function oneTimeToken(body: string): string {
  try {
    const { token, ...others } = JSON.parse(body) as Record<string, unknown>;
    if (typeof token === 'string' && token !== '' && Object.keys(others).length === 0) return token;
  } catch {
    // Said below, without the body: it holds a secret.
  }
  throw new DomainError('input.invalid', 'send {"token": "..."} as JSON');
}

async function readBody(request: IncomingMessage): Promise<string> {
  if (!/^application\/json\b/.test(request.headers['content-type'] ?? '')) {
    throw new DomainError('input.invalid', 'send JSON, with "Content-Type: application/json"');
  }
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    bytes += chunk.byteLength;
    if (bytes > maxBodyBytes) throw new DomainError('input.too_large', `a body may have ${maxBodyBytes} bytes`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

/** Content is named by its hash, so it never changes and may be kept by whoever was allowed to see it. */
async function blob(request: IncomingMessage, sha256: string, blobs: Store['blobs']): Promise<Answer> {
  if (!/^[0-9a-f]{64}$/.test(sha256))
    throw new DomainError('input.invalid', 'a blob is named by its SHA-256, 64 hex digits');
  const headers = { etag: `"${sha256}"`, 'cache-control': 'private, max-age=31536000, immutable' };
  const { data, mediaType } = await inSpan('http GET /v1/blobs', {}, () => blobs.get(sha256));
  if (request.headers['if-none-match'] === headers.etag) return { status: 304, headers, body: '' };
  const type = shownTypes.includes(mediaType) ? mediaType : 'application/octet-stream';
  return { status: 200, headers: { ...headers, 'content-type': type }, body: data };
}

function write(
  request: IncomingMessage,
  response: ServerResponse,
  { status, headers, body }: Answer,
  origins: readonly string[],
): void {
  const { origin } = request.headers;
  const crossOrigin = origin !== undefined && origins.includes(origin) ? corsHeaders(origin) : {};
  // A refused body is not read to its end: the connection goes with it.
  const closing = request.complete ? {} : { connection: 'close' };
  const length = status === 204 || status === 304 ? {} : { 'content-length': String(Buffer.byteLength(body)) };
  response.writeHead(status, {
    ...securityHeaders,
    vary: 'Origin',
    ...headers,
    ...crossOrigin,
    ...closing,
    ...length,
  });
  response.end(request.method === 'HEAD' ? undefined : body);
}

const corsHeaders = (origin: string) => ({
  'access-control-allow-origin': origin,
  'access-control-allow-methods': 'GET, POST',
  'access-control-allow-headers': 'authorization, content-type',
  'access-control-max-age': '600',
  'cross-origin-resource-policy': 'cross-origin',
});
