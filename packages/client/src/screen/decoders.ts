export type Pixels = Uint8Array | Uint8ClampedArray;

/** What a live picture needs of its surroundings. Each may answer at once or later. */
export interface ScreenDecoders {
  /** What a zlib stream holds; `size` bytes are expected. */
  inflate(stream: Uint8Array, size: number): Uint8Array | Promise<Uint8Array>;
  /** RGBA, row by row. `spare`: what it answered before and nobody needs any more; it may be answered again with other pixels. */
  jpeg(image: Uint8Array, width: number, height: number, spare?: Pixels[]): Pixels | Promise<Pixels>;
}

/** What browsers bring, on the page and in workers. Undefined where this is no browser. */
export function browserDecoders(): ScreenDecoders | undefined {
  if (typeof createImageBitmap !== 'function' || typeof OffscreenCanvas !== 'function') return undefined;
  let canvas: OffscreenCanvas | undefined;
  return {
    inflate: async (stream, size) => {
      const inflated = new Blob([own(stream)]).stream().pipeThrough(new DecompressionStream('deflate'));
      const bytes = new Uint8Array(await new Response(inflated).arrayBuffer());
      if (bytes.length !== size) throw new RangeError('not as many pixels as the patches need');
      return bytes;
    },
    jpeg: async (image, width, height) => {
      const bitmap = await createImageBitmap(new Blob([own(image)], { type: 'image/jpeg' }));
      // After the wait: several images are decoded side by side, and each is drawn and read without one.
      if (!canvas || canvas.width < width || canvas.height < height) {
        canvas = new OffscreenCanvas(Math.max(width, canvas?.width ?? 0), Math.max(height, canvas?.height ?? 0));
      }
      const context = canvas.getContext('2d', { willReadFrequently: true });
      if (!context) throw new TypeError('this browser does not draw off the screen');
      context.drawImage(bitmap, 0, 0);
      bitmap.close();
      return context.getImageData(0, 0, width, height).data;
    },
  };
}

/** A view that the web's types are sure of not being shared. */
const own = (bytes: Uint8Array): Uint8Array<ArrayBuffer> => bytes as Uint8Array<ArrayBuffer>;
