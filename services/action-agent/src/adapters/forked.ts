import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { extname } from 'node:path';

/** How long a child that was cut off may take to end (ms); native code may hang. */
const endsWithinMs = 2_000;

/**
 * A module of ours in a process of its own, named from the module at `beside` on: from the sources under Node's type
 * stripping and from the build alike. It is to end itself when it is cut off, also by our death. What it prints is
 * dropped: native libraries print what they please.
 */
export const forkBeside = (beside: string, name: string, env: NodeJS.ProcessEnv): ChildProcess =>
  fork(new URL(`./${name}${extname(beside)}`, beside), [], {
    env,
    serialization: 'advanced',
    stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
  });

/** Cuts it off and waits for its end; by force when it does not end. */
export async function endForked(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = once(child, 'exit');
  const insist = setTimeout(() => child.kill('SIGKILL'), endsWithinMs);
  if (child.connected) child.disconnect();
  await ended;
  clearTimeout(insist);
}
