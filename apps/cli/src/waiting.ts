import type { Session } from './session.ts';

/** How often the seconds are counted (ms). */
const tickMs = 1_000;

/** What has only one answer, and that after minutes: at a terminal a line counts the seconds meanwhile. */
export async function waiting<T>(
  what: string,
  { json }: Pick<Session, 'json'>,
  work: () => Promise<T>,
  terminal: Pick<NodeJS.WriteStream, 'isTTY' | 'write'> = process.stderr,
): Promise<T> {
  if (json || !terminal.isTTY) return work();
  const began = performance.now();
  const count = () => terminal.write(`\r\x1b[K${what} ... ${Math.round((performance.now() - began) / 1000)} s`);
  count();
  const ticking = setInterval(count, tickMs);
  try {
    return await work();
  } finally {
    clearInterval(ticking);
    terminal.write('\r\x1b[K');
  }
}
