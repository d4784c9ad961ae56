import { DomainError } from '@karna/common/errors';
import type { Button, Point, Pointer } from '../../ports.ts';
import type { NutProcess } from './nut-process.ts';

/** A wheel click more than this is a mistake, not a wish. */
const maxWheelClicks = 1000;

export class NutPointer implements Pointer {
  readonly #process: NutProcess;
  readonly #held = new Set<Button>();

  constructor(process: NutProcess) {
    this.#process = process;
  }

  async move(to: Point): Promise<void> {
    await this.#process.order('move', to);
  }

  async down(button: Button): Promise<void> {
    this.#held.add(button); // before the press: one that reports failure may still have landed
    await this.#process.order('button', { button, isDown: true });
  }

  async up(button: Button): Promise<void> {
    await this.#process.order('button', { button, isDown: false });
    this.#held.delete(button);
  }

  async wheel(right: number, down: number): Promise<void> {
    if (Math.abs(right) > maxWheelClicks || Math.abs(down) > maxWheelClicks) {
      throw new DomainError('action.failed', `no more than ${maxWheelClicks} wheel clicks at once`);
    }
    await this.#process.order('wheel', { right, down });
  }

  /** Forgets what is held, after everything was released by other means. */
  forgetHeld(): void {
    this.#held.clear();
  }

  async releaseAll(): Promise<string[]> {
    const held = [...this.#held];
    for (const button of held) await this.up(button);
    return held.map((button) => `${button} button`);
  }
}
