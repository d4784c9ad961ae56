import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { get as httpGet, type IncomingMessage } from 'node:http';
import { get as httpsGet } from 'node:https';
import { dirname, isAbsolute, join } from 'node:path';
import type { Readable } from 'node:stream';
import { fileURLToPath } from 'node:url';
import { DomainError } from '@karna/common/errors';
import { invalid, manifestName } from '@karna/sight/pack';
import { isPrivateHost, privateRefused, publicLookup } from './private-addresses.ts';

/** Where a pack comes from: its manifest, and files beside it. Streams are not bounded here; whoever reads them counts. */
export interface PackSource {
  /** Normalised, as it is kept and sent to other replicas. */
  readonly name: string;
  open(file: string, signal: AbortSignal): Promise<Readable>;
}

export interface SourceOptions {
  /** Also from this machine and private networks. */
  readonly allowPrivate: boolean;
}

/** Errors: `model.invalid` when nothing can be pulled from there by its very form. */
export async function packSource(source: string, options: SourceOptions): Promise<PackSource> {
  const url = /^[a-z][a-z0-9+.-]*:\/\//i.test(source) ? URL.parse(source) : undefined;
  if (url === null) throw invalid('the source is not a valid address');
  if (url === undefined) return localSource(source);
  if (url.protocol === 'file:') return localSource(fileURLToPath(url));
  checkAddress(url, options);
  const manifest = url;
  return {
    name: manifest.href,
    open: (file, signal) => download(file === manifestName ? manifest : beside(manifest, file), options, signal),
  };
}

async function localSource(path: string): Promise<PackSource> {
  if (!isAbsolute(path)) throw invalid('the source must be an http(s) address or an absolute path');
  const isFolder = (await stat(path).catch(() => undefined))?.isDirectory() ?? false;
  const manifest = isFolder ? join(path, manifestName) : path;
  return {
    name: manifest,
    open: (file, signal) => openLocal(file === manifestName ? manifest : join(dirname(manifest), file), file, signal),
  };
}

async function openLocal(path: string, name: string, signal: AbortSignal): Promise<Readable> {
  const info = await stat(path).catch((cause: unknown) => {
    throw invalid(`${name} is not there, or cannot be read`, cause);
  });
  // A pipe or a device may never answer.
  if (!info.isFile()) throw invalid(`${name} is not a file`);
  return createReadStream(path, { signal });
}

/** `?token=...` of the manifest's address also opens the files beside it. */
function beside(manifest: URL, file: string): URL {
  const url = new URL(file, manifest);
  url.search = manifest.search;
  return url;
}

function checkAddress(url: URL, { allowPrivate }: SourceOptions): void {
  if (url.protocol !== 'https:' && url.protocol !== 'http:') throw invalid('a pack is pulled over https or http only');
  if (url.username || url.password) throw invalid('a password does not belong in an address');
  if (!allowPrivate && isPrivateHost(url.hostname)) throw privateRefused();
}

const mostRedirects = 5;
/** Nothing heard for so long (ms), the source is given up. */
const silentMs = 30_000;

/** Follows redirects, never from https to http and never to another scheme. Errors: `model.invalid`, `service.unavailable`. */
async function download(url: URL, options: SourceOptions, signal: AbortSignal, redirects = 0): Promise<Readable> {
  checkAddress(url, options);
  const response = await request(url, options, signal);
  const { statusCode = 0, headers } = response;
  if (statusCode === 200) return response;
  response.destroy();
  if (statusCode < 300 || statusCode > 399 || !headers.location) throw refused(statusCode);
  const next = URL.parse(headers.location, url.href);
  if (!next || redirects >= mostRedirects) throw invalid('the source sends us round and round');
  if (url.protocol === 'https:' && next.protocol !== 'https:') throw invalid('the source sends us away from https');
  return download(next, options, signal, redirects + 1);
}

function request(url: URL, { allowPrivate }: SourceOptions, signal: AbortSignal): Promise<IncomingMessage> {
  const get = url.protocol === 'https:' ? httpsGet : httpGet;
  const settings = {
    signal,
    timeout: silentMs,
    agent: false as const,
    headers: { accept: '*/*', 'accept-encoding': 'identity', 'user-agent': 'karna' },
    ...(allowPrivate ? {} : { lookup: publicLookup }),
  };
  return new Promise((resolve, reject) => {
    const sent = get(url, settings, resolve);
    sent.once('timeout', () => sent.destroy(silent()));
    sent.once('error', (error) => reject(error instanceof DomainError || signal.aborted ? error : away(error)));
  });
}

const silent = () => new DomainError('service.unavailable', 'the source fell silent');
const away = (cause: Error) => new DomainError('service.unavailable', 'the source does not answer', { cause });

const refused = (status: number): DomainError =>
  status >= 500 || status === 429
    ? new DomainError('service.unavailable', `the source answered with HTTP status ${status}`)
    : invalid(`the source answered with HTTP status ${status}`);
