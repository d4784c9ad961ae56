import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { setPriority } from 'node:os';
import { setTimeout as delay } from 'node:timers/promises';
import { invalid } from '@karna/sight/pack';
import type { ImageLimits } from '../image.ts';

export interface TrialLimits {
  /** Loading, warming and looking at the check picture, in all (ms). */
  readonly longestMs: number;
  /** Resident memory of the process that tries (bytes). */
  readonly maxBytes: number;
}

/** What the process that tries is told. */
export interface TrialOrder {
  readonly folder: string;
  readonly imageLimits: ImageLimits;
}

/** What it answers: empty when all is well, else what is wrong. */
export interface TrialVerdict {
  readonly fault: string;
}

/** The shipped networks take 3 s and 300 MB on one core, ten times as long on a busy machine. */
const usualLimits: TrialLimits = { longestMs: 180_000, maxBytes: 2 * 1024 ** 3 };
/** How often its memory is looked at (ms). */
const lookMs = 100;
/** Files of Linux count memory in pages of this size (bytes). */
const pageBytes = 4096;

const extension = import.meta.url.endsWith('.ts') ? 'ts' : 'js';
const ownScript = new URL(`./trial-process.${extension}`, import.meta.url);

/**
 * Loads a pack in a process of its own and has it look at a known picture: what comes from elsewhere may crash the runtime, take all
 * memory or never end, and must not take the service along. Errors: `model.invalid`, saying what went wrong.
 */
export async function tryPack(
  order: TrialOrder,
  signal: AbortSignal,
  { limits = usualLimits, script = ownScript }: { limits?: TrialLimits; script?: URL } = {},
): Promise<void> {
  const execArgv = script.pathname.endsWith('.ts') ? ['--conditions=source'] : [];
  // Nothing of our environment: no secrets, no options of ours.
  const env = { ORT_DISABLE_TELEMETRY: '1' };
  const child = fork(script, [], { execArgv, env, stdio: ['ignore', 'ignore', 'ignore', 'ipc'] });
  const over = new AbortController();
  try {
    beNice(child);
    child.send(order);
    const { fault } = await Promise.race([
      answerOf(child, over.signal),
      tooLarge(child, limits.maxBytes, over.signal),
      tooLate(limits.longestMs, AbortSignal.any([over.signal, signal])),
    ]);
    if (fault !== '') throw invalid(fault);
  } finally {
    over.abort();
    child.kill('SIGKILL');
  }
}

/** People's requests go first. */
function beNice({ pid }: ChildProcess): void {
  try {
    if (pid) setPriority(pid, 10);
  } catch {
    // Not every system lets us; then it competes.
  }
}

async function answerOf(child: ChildProcess, signal: AbortSignal): Promise<TrialVerdict> {
  const ended = once(child, 'exit', { signal }).then(() => ({
    fault: 'the models crash when they are loaded or used',
  }));
  ended.catch(() => {}); // when the answer was first
  const answer = once(child, 'message', { signal }).then(([verdict]) => verdict as TrialVerdict);
  answer.catch(() => {});
  return Promise.race([answer, ended]);
}

async function tooLate(ms: number, signal: AbortSignal): Promise<TrialVerdict> {
  await delay(ms, undefined, { signal });
  return { fault: `the models take longer than ${ms / 1000} s to load and look at a small picture` };
}

async function tooLarge({ pid }: ChildProcess, maxBytes: number, signal: AbortSignal): Promise<TrialVerdict> {
  for (;;) {
    await delay(lookMs, undefined, { signal });
    if ((await residentBytes(pid)) > maxBytes)
      return { fault: `the models take more than ${Math.round(maxBytes / 1024 ** 2)} MiB of memory` };
  }
}

/** 0 where the system does not tell (all but Linux). */
async function residentBytes(pid: number | undefined): Promise<number> {
  const text = await readFile(`/proc/${pid}/statm`, 'utf8').catch(() => '');
  return Number(text.split(' ')[1] ?? 0) * pageBytes;
}
