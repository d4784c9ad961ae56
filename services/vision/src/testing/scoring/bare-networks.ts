import type { Frame } from '@karna/sight/frame';
import { readPack } from '@karna/sight/pack';
import { everything, ScreenNetwork } from '@karna/sight/screen-network';
import { visionConfig } from '../../config.ts';

export interface BareNetworks {
  /** Runs what finds elements and lines once on a grey picture: nothing that looks at the whole frame can be faster. */
  readonly once: () => Promise<unknown>;
  readonly close: () => Promise<void>;
}

/** The networks without everything around them. The reader is not among them: how much it reads depends on the picture. */
export async function openBareNetworks(
  width: number,
  height: number,
  settings: Readonly<Record<string, string>> = {},
): Promise<BareNetworks> {
  const { folder, threads } = visionConfig.parse({ NATS_URL: 'nats://127.0.0.1:4222', ...settings }).models;
  const screen = await ScreenNetwork.open((await readPack(folder)).screen, threads, everything);
  const grey: Frame = { width, height, rgb: new Uint8Array(3 * width * height).fill(128) };
  return {
    once: () => screen.look(grey, { x: 0, y: 0, width, height }),
    close: () => screen.close(),
  };
}
