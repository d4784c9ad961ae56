import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { extname } from 'node:path';
import type { NutAct, NutTimes } from './nut-peer.ts';

export class NutPeer {
  readonly #child: ChildProcess;

  constructor(env: NodeJS.ProcessEnv) {
    const module = new URL(`./nut-peer${extname(import.meta.url)}`, import.meta.url);
    this.#child = fork(module, [], { env, stdio: ['ignore', 'ignore', 'inherit', 'ipc'] });
  }

  async act(act: NutAct): Promise<NutTimes> {
    this.#child.send(act);
    const [times]: [NutTimes] = (await once(this.#child, 'message')) as [NutTimes];
    return times;
  }

  close(): void {
    this.#child.kill();
  }
}
