import { spawn } from 'node:child_process';
import { readdir, readFile } from 'node:fs/promises';
import { quiet } from '@karna/common/log';
import { eventually } from '@karna/common/testing';
import { afterEach, expect, test } from 'vitest';
import { startVirtualDesktop, type VirtualDesktop } from './virtual-desktop.ts';

const options = { width: 800, height: 600, log: quiet, display: ':78' };
let open: VirtualDesktop | undefined;

afterEach(async () => {
  await open?.close();
  open = undefined;
});

/** Command lines of all processes whose environment or arguments name this text. */
async function processesOf(text: string): Promise<string[]> {
  const pids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name) && name !== String(process.pid));
  const found = await Promise.all(
    pids.map(async (pid) => {
      const [command, environment] = await Promise.all(
        ['cmdline', 'environ'].map((file) => readFile(`/proc/${pid}/${file}`, 'utf8').catch(() => '')),
      );
      const words = command?.split('\0').join(' ').trim() ?? '';
      return words !== '' && (words.includes(text) || environment?.split('\0').includes(`DISPLAY=${text}`))
        ? [words]
        : [];
    }),
  );
  return found.flat();
}

const noneLeft = async (display: string) => {
  const left = await processesOf(display);
  return left.length === 0 ? undefined : `the end of ${left.join(', ')}`;
};

const programs = (processes: readonly string[]) => processes.map((line) => line.split(' ')[0]).toSorted();

test('starts a display, a session bus and a window manager, and ends them all', async () => {
  open = await startVirtualDesktop(options);
  expect(open.display).toBe(':78');
  expect(programs(await processesOf(':78'))).toEqual(['Xvfb', 'openbox']);
  expect(await processesOf(open.env.XDG_RUNTIME_DIR!)).toContainEqual(expect.stringContaining('dbus-daemon'));
  const folder = open.env.XDG_RUNTIME_DIR!;
  await open.close();
  expect(await processesOf(':78')).toEqual([]);
  expect(await processesOf(folder)).toEqual([]);
  await expect(readdir(folder)).rejects.toThrow('ENOENT');
});

test('listens on no network port', async () => {
  open = await startVirtualDesktop(options);
  const listening = await Promise.all(['tcp', 'tcp6'].map((file) => readFile(`/proc/net/${file}`, 'utf8')));
  const xPort = (6000 + 78).toString(16).toUpperCase().padStart(4, '0');
  expect(listening.join('\n')).not.toContain(`:${xPort} `);
});

test('gives applications an environment without this process own session', async () => {
  open = await startVirtualDesktop({ ...options, env: { PATH: '/usr/bin', DISPLAY: ':0', XAUTHORITY: '/x' } });
  expect(open.env).toMatchObject({ PATH: '/usr/bin', DISPLAY: ':78' });
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

test('names the display that is taken, and leaves nothing behind', async () => {
  open = await startVirtualDesktop(options);
  await expect(startVirtualDesktop(options)).rejects.toThrow('Xvfb ended at once');
  expect(programs(await processesOf(':78'))).toEqual(['Xvfb', 'openbox']);
});

test('leaves nothing behind when its owner is killed', async () => {
  const script = `
    import { startVirtualDesktop } from ${JSON.stringify(new URL('./virtual-desktop.ts', import.meta.url).href)};
    const desktop = await startVirtualDesktop({ width: 800, height: 600, log: { info() {}, warn() {} }, display: ':78' });
    console.log(desktop.env.XDG_RUNTIME_DIR);
    setInterval(() => {}, 1000);`;
  const owner = spawn(process.execPath, ['--conditions=source', '--input-type=module', '--eval', script], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const folder = await new Promise<string>((resolve) =>
    owner.stdout.once('data', (text) => resolve(String(text).trim())),
  );
  expect(programs(await processesOf(':78'))).toEqual(['Xvfb', 'openbox']);
  owner.kill('SIGKILL');
  await eventually(() => noneLeft(':78'));
  await eventually(async () => ((await processesOf(folder)).length === 0 ? undefined : 'the end of the session bus'));
  await expect(readdir(folder)).rejects.toThrow('ENOENT');
});

async function pidOf(program: string): Promise<number> {
  for (const pid of (await readdir('/proc')).filter((name) => /^\d+$/.test(name))) {
    const [command = '', environment = ''] = await Promise.all(
      ['cmdline', 'environ'].map((file) => readFile(`/proc/${pid}/${file}`, 'utf8').catch(() => '')),
    );
    const isOurs = command.includes(':78') || environment.includes('DISPLAY=:78');
    if (command.startsWith(program) && isOurs) return Number(pid);
  }
  throw new Error(`no ${program} on this display`);
}
