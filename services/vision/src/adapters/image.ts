import { DomainError } from '@karna/common/errors';
import type { Frame } from '@karna/sight/frame';
import sharp from 'sharp';
import type { Images } from '../ports.ts';

export interface ImageLimits {
  readonly maxBytes: number;
  readonly maxPixels: number;
}

/** No screen is wider; a picture one pixel high and a million wide has few pixels and is still an attack. */
const longestSidePx = 32_767;

const signatures = {
  png: [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a],
  jpeg: [0xff, 0xd8, 0xff],
} as const;

/** PNG and JPEG through libvips. Everything is refused that can be refused before a pixel is decoded. */
export class SharpImages implements Images {
  readonly #limits: ImageLimits;

  constructor(limits: ImageLimits) {
    this.#limits = limits;
  }

  async check(image: Uint8Array): Promise<{ key: string }> {
    if (image.length > this.#limits.maxBytes) throw tooLarge(`an image may have ${this.#limits.maxBytes} bytes`);
    const format = formatOf(image);
    if (!format) throw invalid('an image must be PNG or JPEG');
    const header = await sharp(image, { limitInputPixels: false }).metadata().catch(rethrowInvalid);
    if (header.format !== format) throw invalid('an image must be PNG or JPEG');
    if (header.width * header.height > this.#limits.maxPixels) {
      throw tooLarge(`an image may have ${this.#limits.maxPixels} pixels`);
    }
    if (Math.max(header.width, header.height) > longestSidePx)
      throw tooLarge(`a side may have ${longestSidePx} pixels`);
    return { key: await sha256(image) };
  }
}

/**
 * Decodes what `check` has let through to what a person would see: turned upright, what is transparent on white, the first picture of an
 * animation. Errors: `image.invalid` when it is cut off or damaged.
 */
export async function decoded(image: Uint8Array, limits: ImageLimits): Promise<Frame> {
  if (!formatOf(image)) throw invalid('an image must be PNG or JPEG');
  const { data, info } = await sharp(image, { limitInputPixels: limits.maxPixels, failOn: 'truncated' })
    .autoOrient()
    .flatten({ background: '#ffffff' })
    .toColourspace('srgb')
    .raw({ depth: 'uchar' })
    .toBuffer({ resolveWithObject: true })
    .catch(rethrowInvalid);
  if (info.channels !== 3) throw invalid('the image has unusual colours');
  return { width: info.width, height: info.height, rgb: data };
}

/** By its first bytes, so that no other decoder is even tried on what strangers send. */
function formatOf(image: Uint8Array): keyof typeof signatures | undefined {
  const starts = (bytes: readonly number[]) => bytes.every((byte, index) => image[index] === byte);
  if (starts(signatures.png)) return 'png';
  return starts(signatures.jpeg) ? 'jpeg' : undefined;
}

/** On the thread pool: hashing 32 MB would hold the event loop for tens of milliseconds. */
async function sha256(image: Uint8Array): Promise<string> {
  return Buffer.from(await crypto.subtle.digest('SHA-256', new Uint8Array(image))).toString('base64');
}

const invalid = (message: string, cause?: unknown) => new DomainError('image.invalid', message, { cause });
const tooLarge = (message: string) => new DomainError('image.too_large', message);

function rethrowInvalid(cause: unknown): never {
  throw invalid('the image cannot be decoded', cause);
}
