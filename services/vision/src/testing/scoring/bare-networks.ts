import { InferenceSession, Tensor } from 'onnxruntime-node';
import { readModels } from '../../adapters/onnx/manifest.ts';
import { visionConfig } from '../../config.ts';

/** Networks take pictures in multiples of this (px). */
const step = 32;
const upTo = (size: number): number => Math.ceil(size / step) * step;

export interface BareNetworks {
  /** Runs what finds elements and lines once on a grey picture: nothing that looks at the whole frame can be faster. */
  readonly once: () => Promise<void>;
  readonly close: () => Promise<void>;
}

/** The networks without everything around them. The reader is not among them: how much it reads depends on the picture. */
export async function openBareNetworks(
  width: number,
  height: number,
  settings: Readonly<Record<string, string>> = {},
): Promise<BareNetworks> {
  const { folder, threads } = visionConfig.parse({ NATS_URL: 'nats://127.0.0.1:4222', ...settings }).models;
  const files = await readModels(folder);
  const finders = files.format === 1 ? [files.elements, files.lines] : [files.screen];
  const sessions = await Promise.all(
    finders.map(({ bytes }) => InferenceSession.create(bytes, { intraOpNumThreads: threads, interOpNumThreads: 1 })),
  );
  const shape = [1, 3, upTo(height), upTo(width)];
  const image = new Tensor('uint8', new Uint8Array(3 * upTo(height) * upTo(width)).fill(128), shape);
  return {
    once: async () => {
      for (const session of sessions) await session.run({ image });
    },
    close: async () => {
      for (const session of sessions) await session.release();
    },
  };
}
