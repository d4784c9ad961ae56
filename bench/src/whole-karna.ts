import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Desktop, openX11Desktop } from '@karna/action-agent/desktop';
import { KarnaClient } from '@karna/client';
import { Lifecycle } from '@karna/common/lifecycle';
import { quiet } from '@karna/common/log';
import { startStandalone } from '@karna/standalone';

export interface WholeKarna {
  readonly client: KarnaClient;
  readonly url: string;
  /** May do everything. */
  readonly token: string;
  readonly display: string;
  /** The same display without Karna between: for peers, and for what a person would do. */
  readonly desktop: Desktop;
}

/** A whole Karna on a virtual desktop of its own; `open` ends it and removes what it kept. */
export async function openKarna(open: AsyncDisposableStack): Promise<WholeKarna> {
  const dataDir = await mkdtemp(join(tmpdir(), 'karna-bench-'));
  open.defer(() => rm(dataDir, { recursive: true, force: true }));
  const life = open.use(new Lifecycle());
  const { url, token, display } = await startStandalone({ port: 0, dataDir, display: undefined, env: {} }, quiet, life);
  const client = open.use(await KarnaClient.connect({ url, token }));
  const desktop = await openX11Desktop({ display, environment: { DISPLAY: display }, log: quiet });
  return { client, url, token, display, desktop: open.adopt(desktop, (it) => it.close()) };
}
