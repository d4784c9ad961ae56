import { KarnaClient, KarnaError } from '@karna/client';
import type { Command } from 'commander';
import { findConnection, NoConnection, surroundings } from './connection.ts';
import { exitCodes } from './exit-codes.ts';

/** Options that every command takes. */
export interface GlobalOptions {
  readonly url?: string;
  readonly token?: string;
  readonly dataDir?: string;
  readonly json?: boolean;
}

/** What a command works with: the client, where to say things, and how. */
export interface Session {
  readonly client: KarnaClient;
  readonly url: string;
  /** One JSON object per line instead of words. */
  readonly json: boolean;
  /** For people; silent with --json. */
  say(text: string): void;
  /** For programs; silent without --json. */
  tell(value: unknown): void;
  /** Aborts at Ctrl-C. */
  readonly signal: AbortSignal;
}

export const print = (text: string): void => {
  process.stdout.write(`${text}\n`);
};

/** Runs one command with a connected client; its number is the exit code. Every failure ends here, said once. */
export async function withSession(
  command: Command,
  work: (session: Session) => Promise<number | undefined>,
): Promise<void> {
  const options = command.optsWithGlobals<GlobalOptions>();
  const json = options.json ?? false;
  const interrupted = new AbortController();
  const onInterrupt = () => (interrupted.signal.aborted ? process.exit(130) : interrupted.abort());
  process.on('SIGINT', onInterrupt);
  try {
    const { url, token } = await findConnection(options, surroundings());
    await using client = await KarnaClient.connect({ url, token, signal: interrupted.signal });
    const session: Session = {
      client,
      url,
      json,
      say: (text) => (json ? undefined : print(text)),
      tell: (value) => (json ? print(JSON.stringify(value)) : undefined),
      signal: interrupted.signal,
    };
    process.exitCode = (await work(session)) ?? exitCodes.completed;
  } catch (error) {
    process.exitCode = complain(error, json);
  } finally {
    process.off('SIGINT', onInterrupt);
  }
}

/** What is wrong with a file that was named, in words. */
const fileTroubles: Readonly<Record<string, string>> = {
  ENOENT: 'there is no such file',
  EISDIR: 'it is a folder, not a file',
  ENOTDIR: 'its folder is a file',
  EACCES: 'it may not be read or written',
};

/** A file that somebody named and that cannot be used is bad input; anything else stays what it is. */
function named(error: unknown): unknown {
  const { code = '', path, syscall = '' } = error as NodeJS.ErrnoException;
  const trouble = syscall.startsWith('spawn') ? undefined : fileTroubles[code];
  // Reading a folder fails only once it is open: its name is not told then.
  return trouble === undefined ? error : new KarnaError('input.invalid', `${path ?? 'the file'}: ${trouble}`);
}

/** Says what went wrong, once, where it is looked for; answers the exit code. */
export function complain(thrown: unknown, json: boolean): number {
  const error = named(thrown);
  const code =
    error instanceof KarnaError ? error.code : error instanceof NoConnection ? 'service.unavailable' : 'internal';
  const message = error instanceof Error ? error.message : String(error);
  if (json) print(JSON.stringify({ error: { code, message } }));
  else process.stderr.write(`karna: ${message}${error instanceof KarnaError ? ` [${code}]` : ''}\n`);
  return exitCodes.error;
}
