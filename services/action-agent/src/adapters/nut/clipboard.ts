import { setTimeout as delay } from 'node:timers/promises';
import type { Clipboard } from '../../ports.ts';
import type { NutProcess } from './nut-process.ts';

/** nut-js cannot tell when a program has fetched what was pasted; on a busy machine it takes some hundred ms. */
const fetchedMs = 400;

/** Text only: what else the clipboard held is gone after a borrow. nut-js drops a newline at the end of what it reads. */
export class NutClipboard implements Clipboard {
  readonly #process: NutProcess;

  constructor(process: NutProcess) {
    this.#process = process;
  }

  read(): Promise<string> {
    return this.#process.order('readClipboard', undefined);
  }

  async write(text: string): Promise<void> {
    await this.#process.order('writeClipboard', text);
  }

  async borrow<T>(text: string, work: () => Promise<T>): Promise<T> {
    const former = await this.read();
    try {
      await this.write(text);
      const result = await work();
      await delay(fetchedMs);
      return result;
    } finally {
      await this.write(former);
    }
  }
}
