import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { quiet } from '@karna/common/log';
import { eventually } from '@karna/common/testing';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Accessible } from '../../ports.ts';
import { startVirtualDesktop, type VirtualDesktop } from '../virtual-desktop.ts';
import { AtSpi } from './accessibility.ts';

const launcher = ['/usr/libexec/at-spi-bus-launcher', '/usr/lib/at-spi2-core/at-spi-bus-launcher'];
const isInstalled = launcher.some((path) => existsSync(path));
if (!isInstalled)
  process.stderr.write('skipped: the accessibility bus is not installed (apt-get install at-spi2-core)\n');

describe.skipIf(!isInstalled)('the applications of a desktop', () => {
  let folder: string;
  let desktop: VirtualDesktop;
  let atspi: AtSpi;
  const children: ChildProcess[] = [];

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'karna-atspi-'));
    desktop = await startVirtualDesktop({ width: 1280, height: 720, log: quiet, home: folder });
    atspi = new AtSpi(desktop.env.DBUS_SESSION_BUS_ADDRESS ?? '');
  });

  afterAll(async () => {
    for (const child of children) {
      const ended = once(child, 'exit');
      if (child.exitCode === null && child.kill('SIGKILL')) await ended;
    }
    await atspi.close();
    await desktop.close();
    await rm(folder, { recursive: true, force: true, maxRetries: 5 });
  });

  const start = (program: string, ...args: string[]): void => {
    children.push(spawn(program, args, { env: desktop.env, stdio: 'ignore' }));
  };

  async function shown(isWanted: (all: Accessible[]) => boolean): Promise<Accessible[]> {
    let all: Accessible[] = [];
    const look = async () => {
      all = await atspi.elements(2000, AbortSignal.timeout(2000));
      return isWanted(all) ? undefined : 'the application';
    };
    await eventually(look, { timeoutMs: 40_000 });
    return all;
  }

  test('are none on an empty desktop', async () => {
    expect(await atspi.elements(2000, AbortSignal.timeout(2000))).toEqual([]);
  });

  test('say what they show, and which field hides its text', async () => {
    start('zenity', '--password', '--username', '--title', 'Sign in');
    const all = await shown((found) => found.some(({ hidesText }) => hidesText));
    const hidden = all.filter(({ hidesText }) => hidesText);
    expect(hidden).toMatchObject([{ role: 'ROLE_TEXT_FIELD', name: '' }]);
    const fields = all.filter(({ role }) => role === 'ROLE_TEXT_FIELD');
    expect(fields).toHaveLength(2);
    const ok = all.find(({ role, name }) => role === 'ROLE_BUTTON' && /ok/i.test(name));
    expect(ok).toMatchObject({ disabled: false });
    for (const { box } of all) {
      expect(box.x + box.width).toBeGreaterThan(0);
      expect(box.x).toBeLessThan(1280);
    }
  });

  test('are asked no longer than allowed, and no more than allowed', async () => {
    start('galculator');
    await shown((found) => found.filter(({ role }) => role === 'ROLE_BUTTON').length > 20);
    expect(await atspi.elements(5, AbortSignal.timeout(2000))).toHaveLength(5);
    const startedMs = performance.now();
    await atspi.elements(2000, AbortSignal.timeout(30));
    expect(performance.now() - startedMs).toBeLessThan(1000);
  });
});

test('without a session there is nobody to ask', async () => {
  const atspi = new AtSpi('unix:path=/nowhere/at/all');
  expect(await atspi.elements(10, AbortSignal.timeout(200))).toEqual([]);
  await atspi.close();
});
