import type { PointerShape } from '@karna/proto/gen/screen/v1/screen';

/** The desktop's pointer, which is not part of its picture. */
export class Pointer {
  readonly #canvas = document.createElement('canvas');
  readonly #frame: HTMLElement;
  readonly #picture: HTMLCanvasElement;
  #hot = { x: 0, y: 0 };

  constructor(frame: HTMLElement, picture: HTMLCanvasElement) {
    this.#frame = frame;
    this.#picture = picture;
    this.#canvas.className = 'pointer';
    this.#canvas.setAttribute('aria-hidden', 'true');
    frame.append(this.#canvas);
  }

  /** `at` in px of the picture, which has the size `picture`. */
  take(
    at: { readonly x: number; readonly y: number },
    shape: PointerShape | undefined,
    picture: { readonly width: number; readonly height: number },
  ): void {
    if (shape) this.#draw(shape);
    const shown = this.#picture.getBoundingClientRect();
    const frame = this.#frame.getBoundingClientRect();
    const scale = picture.width > 0 ? shown.width / picture.width : 1;
    const left = shown.left - frame.left + this.#frame.scrollLeft + (at.x - this.#hot.x) * scale;
    const top = shown.top - frame.top + this.#frame.scrollTop + (at.y - this.#hot.y) * scale;
    this.#canvas.style.transform = `translate(${left}px, ${top}px) scale(${scale})`;
  }

  close(): void {
    this.#canvas.remove();
  }

  #draw({ width, height, hot, pixels }: PointerShape): void {
    this.#hot = { x: hot?.x ?? 0, y: hot?.y ?? 0 };
    this.#canvas.width = width;
    this.#canvas.height = height;
    if (width > 0 && height > 0 && pixels.length === width * height * 4) {
      this.#canvas.getContext('2d')?.putImageData(new ImageData(new Uint8ClampedArray(pixels), width, height), 0, 0);
    }
  }
}
