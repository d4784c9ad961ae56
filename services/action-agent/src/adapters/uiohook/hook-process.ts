import type { ChildProcess } from 'node:child_process';
import { DomainError } from '@karna/common/errors';
import { endForked, forkBeside } from '../forked.ts';
import type { HookInput, HookWord } from './hearing.ts';

/** The library waits for a thread of its own, and on some errors forever (ms). */
const startLimitMs = 5_000;

export interface HookListener {
  readonly heard: (input: HookInput) => void;
  /** Nothing is heard any more, and why. Not called on `close`. */
  readonly lost: (error: DomainError) => void;
}

export interface Listening {
  /** The process id of the child, for tests that end it. */
  readonly pid: number | undefined;
  close(): Promise<void>;
}

/** What hears mouse and keyboard of the whole desktop. */
export interface Hook {
  /** Resolves once everything is heard. Fails with `action.unsupported` (and what to do), or `action.failed`. */
  listen(listener: HookListener): Promise<Listening>;
}

/** The process in which uiohook-napi runs: one for each who listens, for as long as that. */
export class HookProcess implements Hook {
  readonly #environment: NodeJS.ProcessEnv;

  constructor(environment: NodeJS.ProcessEnv) {
    this.#environment = environment;
  }

  async listen({ heard, lost }: HookListener): Promise<Listening> {
    const child = forkBeside(import.meta.url, 'hook-child', this.#environment);
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    let isListening = false;
    let isClosed = false;
    const ended = (error: DomainError) => {
      if (isListening && !isClosed) lost(error);
      isClosed = true;
      reject(isListening || error.code === 'action.unsupported' ? error : neverBegan(error));
    };
    child.on('message', (said: HookWord) => {
      if (isClosed) return;
      if (said.word === 'input') heard(said.input);
      else if (said.word === 'failed') ended(refusal(said.code));
      else {
        isListening = true;
        resolve();
      }
    });
    child.once('error', (cause) => ended(died(cause)));
    child.once('exit', () => ended(died()));
    await startedWithin(child, promise);
    return {
      pid: child.pid,
      close: async () => {
        isClosed = true;
        await endForked(child);
      },
    };
  }
}

async function startedWithin(child: ChildProcess, started: Promise<void>): Promise<void> {
  const late = setTimeout(() => child.kill('SIGKILL'), startLimitMs);
  try {
    await started;
  } catch (error) {
    await endForked(child);
    throw error;
  } finally {
    clearTimeout(late);
  }
}

const died = (cause?: Error): DomainError =>
  new DomainError('action.failed', 'the process that hears mouse and keyboard has ended: begin again', { cause });

/** Without a display the library ends its process instead of saying so. */
const neverBegan = (cause: DomainError): DomainError =>
  new DomainError(
    'action.unsupported',
    'what hears mouse and keyboard did not begin: is there a display (DISPLAY, KARNA_AGENT_DISPLAY) that lets the agent in?',
    { cause },
  );

/** What libuiohook refuses, and what to do about it. */
const refusals: Readonly<Record<string, string>> = {
  UIOHOOK_ERROR_SET_WINDOWS_HOOK_EX:
    'Windows does not show what a person does: run the agent in the session of the person, not as a service',
  UIOHOOK_ERROR_X_OPEN_DISPLAY: 'there is no display to hear a person at: set DISPLAY, or KARNA_AGENT_DISPLAY',
  UIOHOOK_ERROR_X_RECORD_NOT_FOUND: 'this X server does not show what a person does (no RECORD)',
  ERR_DLOPEN_FAILED:
    'the library that hears mouse and keyboard does not run here; on Debian and Ubuntu: apt-get install libxt6 libxtst6 libxrandr2',
};

const refusal = (code: string): DomainError =>
  new DomainError('action.unsupported', refusals[code] ?? `this system does not show what a person does (${code})`);
