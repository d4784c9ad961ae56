import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { systemClock } from '@karna/common/clock';
import { quiet } from '@karna/common/log';
import { eventually } from '@karna/common/testing';
import { test } from 'vitest';
import { turboEncoder } from './adapters/stream-encoder.ts';
import { XConnection } from './adapters/x11/connection.ts';
import { openX11Desktop } from './adapters/x11/open.ts';
import { agentEvents } from './events.ts';
import type { Desktop } from './ports.ts';
import { Streamer } from './streaming.ts';
import { Watcher } from './testing/watcher.ts';

const server = '/usr/bin/Xtigervnc';
const isInstalled = existsSync(server);
if (!isInstalled) process.stderr.write('skipped: no X server that changes its size (tigervnc-standalone-server)\n');

const display = ':79';
const patient = { timeoutMs: 30_000 };

/** As much of RANDR 1.1 as changes the size. */
interface Sizes {
  GetScreenInfo(window: number, done: (error: Error | null, info: ScreenInfo) => void): void;
  SetScreenConfig(
    root: number,
    time: number,
    configTime: number,
    size: number,
    rotation: number,
    rate: number,
    done: (error: Error | null, result: unknown) => void,
  ): void;
}

interface ScreenInfo {
  readonly config_timestamp: number;
  readonly screens: readonly { readonly px_width: number; readonly px_height: number }[];
}

async function setSize(width: number, height: number): Promise<void> {
  const connection = await XConnection.open(display, quiet);
  try {
    const randr = await connection.extension<Sizes>('randr');
    const info = await connection.ask<ScreenInfo>((_, done) => randr.GetScreenInfo(connection.root, done));
    const size = info.screens.findIndex((one) => one.px_width === width && one.px_height === height);
    if (size < 0) throw new Error(`the server has no size of ${width}x${height}`);
    await connection.ask((_, done) =>
      randr.SetScreenConfig(connection.root, 0, info.config_timestamp, size, 1, 0, done),
    );
  } finally {
    connection.close();
  }
}

async function isSeen({ picture }: Watcher, desktop: Desktop): Promise<string | undefined> {
  const { width, height, pixels } = await desktop.screen.capture();
  if (picture.width !== width || picture.height !== height) return `${width}x${height}, not ${picture.width}`;
  for (let at = 0; at < pixels.length; at += 4) {
    const isSame = [0, 1, 2].every((n) => picture.data[at + n] === pixels[at + 2 - n]);
    if (!isSame) return `pixel ${at / 4}`;
  }
  return undefined;
}

test.skipIf(!isInstalled)('a desktop is seen whole again each time that it changes its size', async () => {
  await using open = new AsyncDisposableStack();
  const args = [display, '-geometry', '1024x768', '-depth', '24', '-rfbport', '-1', '-retro']; // a pattern to be seen
  const vnc = spawn(server, args, { stdio: 'ignore' });
  const ended = once(vnc, 'exit');
  open.defer(async () => {
    vnc.kill();
    await ended;
  });
  let desktop: Desktop | undefined;
  await eventually(async () => {
    desktop = await openX11Desktop({ display, environment: {}, log: quiet }).catch(() => undefined);
    return desktop ? undefined : 'the X server';
  }, patient);
  if (!desktop) return;
  const there = open.adopt(desktop, (it) => it.close());
  const watchers: Watcher[] = [];
  const streamer = new Streamer({
    desktop: there,
    redaction: undefined,
    accessibility: undefined,
    encoder: turboEncoder(),
    clock: systemClock,
    events: agentEvents(quiet),
    tell: (body) => {
      for (const watcher of watchers) watcher.hear(body);
    },
    unsentBytes: () => 0,
    hands: () => ({ viewer: '', principal: '', reason: 'HANDS_REASON_UNSPECIFIED' }),
  });
  open.adopt(streamer, (it) => it.close());
  const watcher = new Watcher('one', (order) => streamer.take(order));
  watchers.push(watcher);
  await eventually(() => isSeen(watcher, there), patient);
  for (const [width, height] of [
    [1280, 720],
    [800, 600],
    [1024, 768],
  ] as const) {
    await setSize(width, height);
    await eventually(
      () => (watcher.picture.width === width && watcher.picture.height === height ? undefined : `${width} px`),
      patient,
    );
    await eventually(() => isSeen(watcher, there), patient);
  }
});
