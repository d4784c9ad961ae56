import { execFile } from 'node:child_process';
import { setTimeout as delay } from 'node:timers/promises';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** Somebody at a desktop: real input from another client of its X server, at the pace of a quick person. */
export class Person {
  readonly #display: string;

  constructor(display: string) {
    this.#display = display;
  }

  async click(x: number, y: number, { button = 1, count = 1 } = {}): Promise<void> {
    await this.#xdotool('mousemove', String(x), String(y));
    await delay(120);
    await this.#xdotool('click', '--repeat', String(count), '--delay', '70', String(button));
    await delay(350);
  }

  async type(text: string): Promise<void> {
    await this.#xdotool('type', '--delay', '45', text);
    await delay(250);
  }

  async press(...keys: readonly string[]): Promise<void> {
    for (const key of keys) {
      await this.#xdotool('key', key);
      await delay(120);
    }
    await delay(200);
  }

  async scroll(down: number): Promise<void> {
    await this.#xdotool('click', '--repeat', String(Math.abs(down)), '--delay', '40', down > 0 ? '5' : '4');
    await delay(250);
  }

  /** Looks at what came of it. */
  look(ms = 900): Promise<void> {
    return delay(ms);
  }

  async #xdotool(...args: readonly string[]): Promise<void> {
    await run('xdotool', [...args], { env: { PATH: '/usr/bin:/bin', DISPLAY: this.#display } });
  }
}
