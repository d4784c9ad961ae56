import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

/** Mouse buttons and modifier keys that the X server holds down now, by name. Asked of the server itself, not of the agent. */
export async function heldOn(display: string): Promise<string[]> {
  const { stdout } = await promisify(execFile)('xinput', ['query-state', 'Virtual core pointer'], {
    env: { ...process.env, DISPLAY: display },
  });
  const keys = await promisify(execFile)('xinput', ['query-state', 'Virtual core keyboard'], {
    env: { ...process.env, DISPLAY: display },
  });
  return [...`${stdout}${keys.stdout}`.matchAll(/(button|key)\[(\d+)\]=down/g)].map(
    ([, kind, code]) => `${kind} ${code}`,
  );
}
