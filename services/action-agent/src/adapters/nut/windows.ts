import { DomainError } from '@karna/common/errors';
import type { Window, Windows } from '../../ports.ts';
import type { NutProcess } from './nut-process.ts';

/**
 * What nut-js knows of windows on Windows and macOS: titles, boxes and which is active; neither their programs nor
 * their order: only that the active one is on top. On Linux it is of no use (it lists the frames and helpers under the root) and EWMH is read instead.
 */
export class NutWindows implements Windows {
  readonly #process: NutProcess;

  constructor(process: NutProcess) {
    this.#process = process;
  }

  async list(): Promise<Window[]> {
    const windows = await this.#process.order('windows', undefined);
    return windows
      .filter(({ title, box }) => title !== '' && box.width > 0 && box.height > 0)
      .map(({ handle, title, box, active }) => ({
        id: String(handle),
        title,
        application: '',
        pid: 0,
        box,
        active,
        minimized: false,
      }))
      .sort((a, b) => Number(a.active) - Number(b.active));
  }

  popups(): Promise<Window[]> {
    return Promise.resolve([]);
  }

  async focus(id: string): Promise<void> {
    const isKnown = (await this.list()).some((window) => window.id === id);
    if (!isKnown) throw new DomainError('window.not_found', 'the window is no longer there');
    if (!(await this.#process.order('focus', Number(id)))) {
      throw new DomainError('action.failed', 'the system did not activate the window');
    }
  }

  minimize(): Promise<void> {
    return Promise.reject(new DomainError('action.unsupported', 'this back end cannot minimise windows'));
  }

  close(): Promise<void> {
    return Promise.reject(new DomainError('action.unsupported', 'this back end cannot close windows'));
  }
}
