import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdir, readFile } from 'node:fs/promises';
import { quiet } from '@karna/common/log';
import { eventually } from '@karna/common/testing';
import { afterEach, expect, test } from 'vitest';
import { processesNaming } from '../testing/processes.ts';
import { startVirtualDesktop, type VirtualDesktop } from './virtual-desktop.ts';

const options = { width: 800, height: 600, log: quiet, display: ':78' };
const parts = ['/bin/sh', 'Xvfb', 'dbus-daemon', 'openbox'];
let open: VirtualDesktop | undefined;
let owner: ChildProcess | undefined;

afterEach(async () => {
  owner?.kill('SIGKILL');
  owner = undefined;
  await open?.close();
  open = undefined;
});

const folderOf = ({ env }: VirtualDesktop) => env.XDG_RUNTIME_DIR ?? '';
const programsOf = async (folder: string) => (await processesNaming(folder)).map(({ program }) => program).toSorted();

async function pidOf(program: string): Promise<number> {
  const found = (await processesNaming(folderOf(open!))).find((one) => one.program === program);
  if (!found) throw new Error(`no ${program}`);
  return found.pid;
}

test('starts a display, a session bus and a window manager, and ends them all', async () => {
  open = await startVirtualDesktop(options);
  const folder = folderOf(open);
  expect(open.display).toBe(':78');
  expect(await programsOf(folder)).toEqual(parts);
  await open.close();
  expect(await programsOf(folder)).toEqual([]);
  await expect(readdir(folder)).rejects.toThrow('ENOENT');
});

test('listens on no network port', async () => {
  open = await startVirtualDesktop(options);
  const listening = await Promise.all(['tcp', 'tcp6'].map((file) => readFile(`/proc/net/${file}`, 'utf8')));
  const portOfDisplay = (6000 + 78).toString(16).toUpperCase().padStart(4, '0');
  expect(listening.join('\n')).not.toContain(`:${portOfDisplay} `);
});

test('gives applications an environment that leads to no other session', async () => {
  open = await startVirtualDesktop({ ...options, env: { PATH: '/usr/bin:/bin', DISPLAY: ':0', XAUTHORITY: '/x' } });
  expect(open.env).toMatchObject({ PATH: '/usr/bin:/bin', DISPLAY: ':78' });
  expect(open.env.XAUTHORITY).toBeUndefined();
});

test('starts the window manager again when it dies', async () => {
  open = await startVirtualDesktop(options);
  const before = await pidOf('openbox');
  process.kill(before, 'SIGKILL');
  await eventually(async () => {
    const now = await pidOf('openbox').catch(() => before);
    return now !== before ? undefined : 'another window manager';
  });
  expect(open.gone.aborted).toBe(false);
});

test('says so when the X server dies', async () => {
  open = await startVirtualDesktop(options);
  process.kill(await pidOf('Xvfb'), 'SIGKILL');
  await eventually(() => (open?.gone.aborted ? undefined : 'the news'));
  expect(String(open.gone.reason)).toContain('the X server of the virtual desktop has ended');
});

test('names the trouble when the display is taken, and leaves the other one alone', async () => {
  open = await startVirtualDesktop(options);
  await expect(startVirtualDesktop(options)).rejects.toThrow(/Xvfb ended at once: .*already/s);
  expect(await programsOf(folderOf(open))).toEqual(parts);
});

test('leaves nothing behind when its owner is killed', async () => {
  const script = `
    import { startVirtualDesktop } from ${JSON.stringify(new URL('./virtual-desktop.ts', import.meta.url).href)};
    const log = { info() {}, warn() {} };
    const desktop = await startVirtualDesktop({ width: 800, height: 600, log, display: ':78' });
    console.log(desktop.env.XDG_RUNTIME_DIR);
    setInterval(() => {}, 1000);`;
  const args = ['--conditions=source', '--input-type=module', '--eval', script];
  owner = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'ignore'] });
  const [said] = await once(owner.stdout!, 'data');
  const folder = String(said).trim();
  expect(await programsOf(folder)).toEqual(parts);
  owner.kill('SIGKILL');
  await eventually(async () => {
    const left = await programsOf(folder);
    return left.length === 0 ? undefined : `the end of ${left.join(', ')}`;
  });
  await expect(readdir(folder)).rejects.toThrow('ENOENT');
});
