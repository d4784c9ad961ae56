import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { quiet } from '@karna/common/log';
import type { Desktop } from '../../ports.ts';
import { startVirtualDesktop } from '../virtual-desktop.ts';
import type { X11DesktopOptions } from '../x11/open.ts';
import { BrowserField } from './browser-field.ts';
import type { Rig } from './rig.ts';
import { XWitness } from './witness.ts';

export interface XRig extends Rig {
  readonly display: string;
  readonly environment: Readonly<Record<string, string>>;
}

/** A virtual X desktop with two witness windows; `open` puts the back end under test on it. */
export async function openXRig(display: string, open: (options: X11DesktopOptions) => Promise<Desktop>): Promise<XRig> {
  await using opening = new AsyncDisposableStack();
  const folder = opening.adopt(await mkdtemp(join(tmpdir(), 'karna-rig-')), (path) =>
    rm(path, { recursive: true, force: true, maxRetries: 5 }),
  );
  const virtual = opening.adopt(
    await startVirtualDesktop({ width: 1280, height: 720, log: quiet, display }),
    (desktop) => desktop.close(),
  );
  const environment = { ...virtual.env, XDG_CACHE_HOME: folder };
  const desktop = opening.adopt(await open({ display: virtual.display, environment, log: quiet }), (it) => it.close());
  opening.defer(() => desktop.applications.endAll(2_000));
  const place = { x: 60, y: 60, width: 300, height: 200 };
  const neighbour = await XWitness.open(virtual.display, 'Neighbour ✓', { ...place, x: 420 }, quiet);
  opening.defer(() => neighbour.close());
  const witness = await XWitness.open(virtual.display, 'Witness ✓', place, quiet);
  opening.defer(() => witness.close());
  let field: Promise<BrowserField> | undefined;
  opening.defer(async () => (await field)?.close());
  const parts = opening.move();
  return {
    display: virtual.display,
    environment,
    desktop,
    witness,
    neighbour,
    field: () => {
      field ??= BrowserField.open(desktop);
      return field;
    },
    close: () => parts.disposeAsync(),
  };
}
