import { Picture } from '@karna/client';
import { nodeDecoders } from '@karna/client/node';
import type { AgentMessage, ScreenOrder } from '@karna/proto/gen/agent/v1/agent';
import type { Sheet } from './drawing.ts';

/** Puts updates on its picture as they come, and says so, unless it is held. */
export class Watcher {
  readonly picture = new Picture();
  readonly viewer: string;
  updates = 0;
  /** When each of them came (ms). */
  readonly heardMs: number[] = [];
  /** The number of the first update. */
  first: number | undefined;
  isExact = false;
  isVeiled = false;
  /** Some update was veiled: the next may follow within a millisecond. */
  wasVeiled = false;
  held = false;
  readonly #take: (order: ScreenOrder) => void;
  readonly #untaken: number[] = [];
  #turn: Promise<unknown> = Promise.resolve();

  constructor(viewer: string, take: (order: ScreenOrder) => void) {
    this.viewer = viewer;
    this.#take = take;
    this.#order({ $case: 'watch', value: { fresh: true } });
  }

  hear(message: AgentMessage['body']): void {
    if (message?.$case !== 'screen' || message.value.body?.$case !== 'update') return;
    const update = message.value.body.value;
    const mine = message.value.viewers.find(({ viewer }) => viewer === this.viewer);
    if (!mine) return;
    this.first ??= mine.number;
    this.heardMs.push(performance.now());
    this.#turn = this.#turn.then(async () => {
      await this.picture.apply(update, nodeDecoders);
      this.updates += 1;
      this.isExact = mine.exact;
      this.isVeiled = update.veiled;
      this.wasVeiled ||= update.veiled;
      this.#untaken.push(mine.number);
      if (!this.held) this.release();
    });
  }

  release(): void {
    this.held = false;
    for (const number of this.#untaken.splice(0)) this.#order({ $case: 'taken', value: number });
  }

  leave(): void {
    this.#order({ $case: 'leave', value: {} });
  }

  /** How many pixels differ from the sheet. */
  wrongIn(sheet: Sheet): number {
    if (this.picture.width !== sheet.width || this.picture.height !== sheet.height) return Number.POSITIVE_INFINITY;
    let wrong = 0;
    for (let y = 0; y < sheet.height; y++) {
      for (let x = 0; x < sheet.width; x++) if (this.colourAt(x, y) !== sheet.colourAt(x, y)) wrong += 1;
    }
    return wrong;
  }

  colourAt(x: number, y: number): number {
    const [red = 0, green = 0, blue = 0] = this.picture.data.subarray((y * this.picture.width + x) * 4);
    return (red << 16) | (green << 8) | blue;
  }

  #order(body: NonNullable<ScreenOrder['body']>): void {
    this.#take({ viewer: this.viewer, id: '', body });
  }
}
