import { homedir } from 'node:os';
import { isAbsolute, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

export interface Options {
  readonly port: number;
  readonly dataDir: string;
  /** An X display to attach to; undefined: a virtual desktop of our own. */
  readonly display: string | undefined;
  readonly detach: boolean;
  readonly logLevel: string;
}

export class UsageError extends Error {
  override readonly name = 'UsageError';
}

export const defaultPort = 7400;

const repository = fileURLToPath(new URL('../../..', import.meta.url));
export const defaultDataDir = join(repository, '.karna');

export const usage = `npm start -- [options]
  --port N        the port of the API and the console (default ${defaultPort}; 0 picks a free one)
  --data-dir DIR  where Karna keeps everything (default .karna in the repository)
  --display :N    attach to that X display, whatever runs on it (default: $DISPLAY, else a virtual desktop)
  --headless      a virtual desktop of its own, even where there is a display
  --detach        go on in the background; npm stop ends it
  --log-level L   trace, debug, info, warn, error (default info; the log is a file in the data folder)`;

/** What the command line and the environment ask for. Unknown options and bad values are refused, each with what to write instead. */
export function readOptions(args: readonly string[], env: NodeJS.ProcessEnv): Options {
  const { values } = parse(args);
  const port = Number(values.port ?? defaultPort);
  if (!Number.isInteger(port) || port < 0 || port > 65_535)
    throw new UsageError('--port takes a number from 0 to 65535');
  if (values.display !== undefined && !/^[\w.-]*:\d+(\.\d+)?$/.test(values.display)) {
    throw new UsageError('--display takes an X display such as :0');
  }
  if (values.display !== undefined && values.headless)
    throw new UsageError('--display and --headless contradict each other');
  const logLevel = values['log-level'] ?? 'info';
  if (!/^(trace|debug|info|warn|error)$/.test(logLevel))
    throw new UsageError('--log-level takes trace, debug, info, warn or error');
  return {
    port,
    dataDir: folder(values['data-dir'] ?? env.KARNA_DATA_DIR),
    display: values.headless ? undefined : (values.display ?? (env.DISPLAY || undefined)),
    detach: values.detach ?? false,
    logLevel,
  };
}

function parse(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      strict: true,
      options: {
        port: { type: 'string' },
        'data-dir': { type: 'string' },
        display: { type: 'string' },
        headless: { type: 'boolean' },
        detach: { type: 'boolean' },
        'log-level': { type: 'string' },
      },
    });
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error));
  }
}

function folder(named: string | undefined): string {
  if (!named) return defaultDataDir;
  if (named.startsWith('~/')) return join(homedir(), named.slice(2));
  return isAbsolute(named) ? named : resolve(named);
}
