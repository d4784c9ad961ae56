import { createInterface } from 'node:readline/promises';

/** Whether there is somebody who can be asked. */
export const isSomebodyThere = ({ json }: { readonly json: boolean }): boolean => !json && process.stdin.isTTY === true;

/** What was answered at the terminal; empty when nothing was. */
export async function ask(question: string, signal: AbortSignal): Promise<string> {
  const terminal = createInterface({ input: process.stdin, output: process.stdout });
  try {
    return (await terminal.question(question, { signal })).trim();
  } catch {
    return ''; // Ctrl-C or the end of input: nothing was answered
  } finally {
    terminal.close();
  }
}
