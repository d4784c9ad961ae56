import { openXRig } from './src/adapters/contract/x-rig.ts';
import { XConnection } from './src/adapters/x11/connection.ts';
import { openX11Desktop } from './src/adapters/x11/open.ts';

const proto = XConnection.prototype as any;
const orig = proto.onEvent;
let t0 = 0;
const seen = new Set();
let trace: string[] = [];
proto.onEvent = function (l: any) {
  return orig.call(this, (e: any) => {
    if (e.name === 'SelectionRequest' && !seen.has(e)) {
      seen.add(e);
      const at = (performance.now() - t0).toFixed(0);
      this.ask((c: any, d: any) => c.GetAtomName(e.target, d)).then((n: any) => trace.push(at + ' ' + n));
    }
    l(e);
  });
};
const rig = await openXRig(':74', openX11Desktop);
const f = await rig.field();
const d = rig.desktop;
for (let i = 0; i < 25; i++) {
  await d.windows.focus((await d.windows.list()).find((w) => w.title === rig.witness.title)!.id);
  await d.pointer.move(f.at);
  await d.pointer.down('left');
  await d.pointer.up('left');
  await f.clear();
  await d.screen.quietFor(100, 2000, new AbortController().signal);
  t0 = performance.now();
  trace = [];
  let msg = '';
  const text = 'x'.repeat(5000) + i;
  try {
    await d.clipboard.borrow(text, async () => {
      for (const k of ['Control', 'v']) await d.keyboard.down(k);
      for (const k of ['v', 'Control']) await d.keyboard.up(k);
      trace.push((performance.now() - t0).toFixed(0) + ' keys done');
    });
  } catch (e: any) {
    msg = e.message;
  }
  trace.push((performance.now() - t0).toFixed(0) + 'borrow ended');
  await new Promise((r) => setTimeout(r, 1500));
  const got = await f.text();
  if (got !== text) {
    console.log(
      i,
      'BAD',
      got.length,
      msg,
      trace.join('; '),
      (await d.windows.list()).map((w) => w.application + (w.active ? '*' : '')),
    );
    const fr = await d.screen.capture();
    const sharp = (await import('sharp')).default;
    const rgb = Buffer.alloc(fr.width * fr.height * 3);
    for (let p = 0; p < fr.width * fr.height; p++) {
      rgb[p * 3] = fr.pixels[p * 4 + 2]!;
      rgb[p * 3 + 1] = fr.pixels[p * 4 + 1]!;
      rgb[p * 3 + 2] = fr.pixels[p * 4]!;
    }
    await sharp(rgb, { raw: { width: fr.width, height: fr.height, channels: 3 } })
      .png()
      .toFile('/tmp/bad' + i + '.png');
  }
}
await rig.close();
