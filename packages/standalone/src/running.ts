import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';

/** The pid file of a data folder: one Karna at a time may use it. */
const pathIn = (dataDir: string) => join(dataDir, 'karna.pid');

/** The process that uses this data folder now, if it is alive and really ours. */
export function runningPid(dataDir: string): number | undefined {
  if (!existsSync(pathIn(dataDir))) return undefined;
  const pid = Number(readFileSync(pathIn(dataDir), 'utf8'));
  return isKarna(pid) ? pid : undefined;
}

/** A pid may have been given to another program since: its command line tells, where there is /proc. */
function isKarna(pid: number): boolean {
  try {
    process.kill(pid, 0);
  } catch {
    return false;
  }
  if (process.platform !== 'linux') return true;
  return /standalone[/\\](src|dist)[/\\]/.test(readFileSync(`/proc/${pid}/cmdline`, 'utf8'));
}

/** Notes that this process uses the folder; answers how to take the note away. */
export function noteRunning(dataDir: string): () => void {
  writeFileSync(pathIn(dataDir), String(process.pid));
  return () => rmSync(pathIn(dataDir), { force: true });
}

/** Asks it to stop and waits; after `patienceMs` it is ended. Answers whether there was one. */
export async function stopRunning(dataDir: string, patienceMs = 20_000): Promise<boolean> {
  const pid = runningPid(dataDir);
  if (pid === undefined) return false;
  process.kill(pid, 'SIGTERM');
  for (let waited = 0; isKarna(pid); waited += 50) {
    if (waited >= patienceMs) process.kill(pid, 'SIGKILL');
    await delay(50);
  }
  rmSync(pathIn(dataDir), { force: true });
  return true;
}
