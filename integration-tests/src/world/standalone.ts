import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { KarnaClient } from '@karna/client';
import { Lifecycle } from '@karna/common/lifecycle';
import { quiet } from '@karna/common/log';
import { startStandalone } from '@karna/standalone';
import type { World } from './world.ts';

/**
 * As `npm start -- --headless` makes it: one process, in-process bus, embedded PostgreSQL, a virtual desktop. `env`:
 * settings of its services.
 */
export async function openStandalone(env: NodeJS.ProcessEnv = {}): Promise<World & { readonly oneTimeToken: string }> {
  const dataDir = await mkdtemp(join(tmpdir(), 'karna-standalone-'));
  const life = new Lifecycle();
  const options = { port: 0, dataDir, display: undefined, env };
  const { url, token, oneTimeToken, desktopId, display } = await startStandalone(options, quiet, life).catch(
    async (error: unknown) => {
      await life[Symbol.asyncDispose]().catch(() => {});
      throw error;
    },
  );
  return {
    kind: 'standalone',
    url,
    token,
    oneTimeToken,
    desktopId,
    display,
    connect: async () => life.own('client', await KarnaClient.connect({ url, token }), (client) => client.close()),
    close: async () => {
      await life[Symbol.asyncDispose]();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}
