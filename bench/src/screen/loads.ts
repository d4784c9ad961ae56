import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import sharp from 'sharp';
import type { Box } from './viewers.ts';

export type LoadName = 'idle' | 'scrolling text' | '60 fps animation';

/** What else goes on on the display meanwhile. */
export async function begin(load: LoadName, display: string, open: AsyncDisposableStack): Promise<void> {
  if (load === 'scrolling text')
    started('xterm', ['-geometry', '120x50+0+0', '-e', process.execPath, '-e', lines], display, open);
  if (load === '60 fps animation') await animation(display, open);
  await delay(load === 'idle' ? 300 : 4000);
}

/** 60 lines a second, each another. */
const lines = `let n=0;setInterval(()=>{n+=1;console.log(n,'the quick brown fox jumps over the lazy dog',Math.imul(n,2654435761)>>>0)},1000/60)`;

async function animation(display: string, open: AsyncDisposableStack): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'karna-animation-'));
  open.defer(() => rm(folder, { recursive: true, force: true, maxRetries: 20, retryDelay: 100 }));
  const page = join(folder, 'page.html');
  await writeFile(page, animated);
  const args = [
    '--no-sandbox',
    '--test-type',
    '--no-first-run',
    '--disable-background-networking',
    `--user-data-dir=${folder}`,
  ];
  started(
    'chromium',
    [...args, '--window-position=0,0', '--window-size=700,600', `--app=file://${page}`],
    display,
    open,
  );
  await delay(4000);
}

const animated = `<!doctype html><body style="font:20px sans-serif;margin:20px"><p id=n>0</p><canvas id=c width=400 height=300></canvas>
<script>const x=c.getContext('2d');let i=0;(function f(){i++;n.textContent='frame '+i;const g=x.createLinearGradient(0,0,400,300);g.addColorStop(0,'#369');g.addColorStop(1,'#fc6');
x.fillStyle=g;x.fillRect(0,0,400,300);x.fillStyle='#c33';x.beginPath();x.arc(200+120*Math.cos(i/20),150+90*Math.sin(i/14),30,0,7);x.fill();requestAnimationFrame(f)})()</script>`;

function started(program: string, args: readonly string[], display: string, open: AsyncDisposableStack): ChildProcess {
  const child = spawn(program, args, { env: { ...process.env, DISPLAY: display }, stdio: 'ignore' });
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()).once('error', () => resolve()));
  open.defer(async () => {
    child.kill('SIGTERM');
    await Promise.race([ended, delay(5000)]);
    child.kill('SIGKILL');
  });
  return child;
}

/** A page of text, a table and a photograph, in two colourings that differ everywhere (BGRX). */
export async function page({ width, height }: Box, dark: boolean): Promise<Buffer> {
  const [paper, ink] = dark ? ['#1b1e24', '#e8eaee'] : ['#ffffff', '#202328'];
  const text = Array.from({ length: Math.floor(height / 26) }, (_, row) => {
    const words = Array.from({ length: 9 }, (__, n) =>
      ((row * 7919 + n * 104_729 + (dark ? 13 : 0)) >>> 0).toString(36),
    ).join(' ');
    return `<text x="24" y="${22 + row * 26}" font-size="15" font-family="DejaVu Sans" fill="${ink}">${words}</text>`;
  });
  const photo = await sharp({
    create: {
      width: 300,
      height: 240,
      channels: 3,
      noise: { type: 'gaussian', mean: dark ? 90 : 150, sigma: 25 },
      background: paper,
    },
  })
    .blur(2)
    .png()
    .toBuffer();
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}"><rect width="100%" height="100%" fill="${paper}"/>${text.join('')}</svg>`;
  const { data } = await sharp(Buffer.from(svg))
    .composite([{ input: photo, left: width - 340, top: 60 }])
    .ensureAlpha()
    .raw()
    .toBuffer({ resolveWithObject: true });
  for (let at = 0; at < data.length; at += 4) [data[at], data[at + 2]] = [data[at + 2] ?? 0, data[at] ?? 0];
  return data;
}
