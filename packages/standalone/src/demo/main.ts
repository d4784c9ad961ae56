// `npm run demo`: the whole loop on a virtual desktop of its own, without a person. Exits 0 only if the applications' own records are right.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Lifecycle } from '@karna/common/lifecycle';
import { createLogger } from '@karna/common/log';
import { defaultDataDir } from '../options.ts';
import { startStandalone } from '../start.ts';
import { playDemo } from './play.ts';

const print = (text: string) => process.stdout.write(`${text}\n`);

const dataDir = await mkdtemp(join(tmpdir(), 'karna-demo-'));
const pictures = join(defaultDataDir, 'demo');
const log = createLogger('', 'info', join(dataDir, 'logs', 'karna.log'));
const life = new Lifecycle();
for (const signal of ['SIGINT', 'SIGTERM'] as const)
  process.once(signal, () => life.stop(new Error(`${signal} was received`)));

try {
  print('starting Karna with a virtual desktop ...');
  const karna = await startStandalone({ port: 0, dataDir, display: undefined, env: process.env }, log, life);
  const right = await playDemo(karna, pictures, print, life);
  print(
    right
      ? '\nThe applications agree: everything was done, once, and right.'
      : '\nSomething is not as it should be; see above.',
  );
  process.exitCode = right ? 0 : 1;
} catch (error) {
  process.stderr.write(`the demo stopped: ${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
} finally {
  await life[Symbol.asyncDispose]().catch((error: unknown) => log.error({ err: error }, 'shutdown was not clean'));
  if (process.exitCode === 0) await rm(dataDir, { recursive: true, force: true });
  else print(`the log is ${join(dataDir, 'logs', 'karna.log')}`);
}
