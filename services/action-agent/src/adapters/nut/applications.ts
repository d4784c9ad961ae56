import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { DomainError } from '@karna/common/errors';
import type { Applications, Launched, LaunchTarget } from '../../ports.ts';
import { webAddress } from '../web-address.ts';

/** Programs on Windows and macOS, through the system's own opener, which finds them by name and keeps them. */
export class SystemApplications implements Applications {
  readonly #platform: NodeJS.Platform;

  constructor(platform: NodeJS.Platform) {
    this.#platform = platform;
  }

  async launch(what: LaunchTarget): Promise<Launched> {
    const said = what.$case === 'address' ? webAddress(what.value).href : what.value;
    if (what.$case === 'application' && !/^[\p{L}\p{N} ._+-]+$/u.test(said)) {
      throw new DomainError('app.not_found', 'no program has a name like that');
    }
    const [program, ...args] = this.#opener(what.$case, said);
    if (!program) throw new DomainError('action.unsupported', 'this back end cannot launch programs on this system');
    const child = spawn(program, args, { stdio: 'ignore', windowsHide: true });
    const [code]: [number | null] = await once(child, 'exit').then(
      ([status]) => [status],
      (cause) => {
        throw new DomainError('action.failed', 'the system did not open it', { cause });
      },
    );
    if (code !== 0) throw new DomainError('app.not_found', 'the system found no program of that name');
    return { pid: 0, application: said, ended: () => undefined };
  }

  /** The system started them, and does not say which they are. */
  async endAll(): Promise<void> {}

  #opener(kind: LaunchTarget['$case'], said: string): string[] {
    if (this.#platform === 'darwin') return kind === 'address' ? ['open', said] : ['open', '-a', said];
    if (this.#platform === 'win32') {
      return ['powershell', '-NoProfile', '-Command', `Start-Process -FilePath '${said.replaceAll("'", "''")}'`];
    }
    return [];
  }
}
