import { type ChildProcess, spawn } from 'node:child_process';
import { join } from 'node:path';

/** As on a desktop of ours: nothing but the page, and no questions. */
const flags = [
  '--no-sandbox',
  '--test-type',
  '--no-first-run',
  '--no-default-browser-check',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--password-store=basic',
  '--hide-crash-restore-bubble',
];

/** Chromium on the bench's desktop, at a device scale: started anew for another one. */
export class Browser {
  readonly #display: string;
  readonly #folder: string;
  #running: { readonly child: ChildProcess; readonly scale: number } | undefined;

  constructor(display: string, folder: string) {
    this.#display = display;
    this.#folder = folder;
  }

  async open(url: string, scale = 1): Promise<void> {
    if (this.#running?.scale === scale) return;
    await this.close();
    const profile = `--user-data-dir=${join(this.#folder, `chromium-${scale}`)}`;
    const child = spawn('chromium', [...flags, `--force-device-scale-factor=${scale}`, profile, url], {
      env: { ...process.env, DISPLAY: this.#display },
      stdio: 'ignore',
    });
    this.#running = { child, scale };
  }

  async close(): Promise<void> {
    const child = this.#running?.child;
    this.#running = undefined;
    if (!child || child.exitCode !== null) return;
    const ended = new Promise((resolve) => child.once('exit', resolve));
    child.kill('SIGTERM');
    await ended;
  }
}
