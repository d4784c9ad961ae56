import { mkdir, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Desktop, openX11Desktop } from '@karna/action-agent/desktop';
import { KarnaClient } from '@karna/client';
import type { Lifecycle } from '@karna/common/lifecycle';
import { createLogger, quiet } from '@karna/common/log';
import { freePort } from '@karna/common/testing';
import { startStandalone } from '@karna/standalone';
import { everyRow, type StoredRow, startTestPostgres } from '@karna/store/testing';
import { cornerRegion } from './planted-site.ts';
import { ledgerPattern } from './planted-windows.ts';
import { type LeftFile, leftBehind } from './searching.ts';
import { tapTo, type WireTap } from './wire-tap.ts';

/** A whole Karna of which everything that it hears, keeps and says can be read. */
export interface GuardedWorld {
  readonly client: KarnaClient;
  readonly display: string;
  /** Sees the screen as a person at the desktop does: nothing is masked. */
  readonly eyes: Desktop;
  readonly wire: WireTap;
  /** A folder that is not Karna's. */
  readonly scratch: string;
  log(): Promise<string>;
  rows(): Promise<StoredRow[]>;
  /** Without the log. */
  files(): Promise<LeftFile[]>;
}

export async function openGuarded(life: Lifecycle): Promise<GuardedWorld> {
  const folder = await mkdtemp(join(tmpdir(), 'karna-guarded-'));
  life.own('folder', folder, (it) => rm(it, { recursive: true, force: true, maxRetries: 5 }));
  const [dataDir, scratch, logFile] = [join(folder, 'data'), join(folder, 'scratch'), join(folder, 'karna.log')];
  await mkdir(scratch);
  const postgres = life.own('postgres', await startTestPostgres(), (it) => it.stop());
  const port = await freePort();
  const wire = life.own('wire tap', await tapTo(port), (it) => it.close());
  const env = {
    KARNA_STORE_POSTGRES_URL: postgres.url,
    KARNA_AGENT_SERVER_URL: `ws://127.0.0.1:${wire.port}`,
    KARNA_AGENT_REDACT_REGIONS: cornerRegion,
    KARNA_AGENT_REDACT_WINDOWS: ledgerPattern,
  };
  const options = { port, dataDir, display: undefined, env };
  const { url, token, display } = await startStandalone(options, createLogger('', 'trace', logFile), life);
  const client = life.own('client', await KarnaClient.connect({ url, token }), (it) => it.close());
  const eyes = await openX11Desktop({ display, environment: { DISPLAY: display }, log: quiet });
  return {
    client,
    display,
    eyes: life.own('eyes', eyes, (it) => it.close()),
    wire,
    scratch,
    log: () => readFile(logFile, 'utf8'),
    rows: () => everyRow(postgres.url),
    files: () => leftBehind(dataDir),
  };
}
