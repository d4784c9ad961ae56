import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

/** What XTEST presses: all synthetic input goes through these two, and xinput does not tell the state of their masters. */
const devices = ['Virtual core XTEST pointer', 'Virtual core XTEST keyboard'];

/** Mouse buttons and keys that synthetic input holds down now. Asked of the X server itself, not of the agent. */
export async function heldOn(display: string): Promise<string[]> {
  const env = { ...process.env, DISPLAY: display };
  const states = await Promise.all(
    devices.map((device) => promisify(execFile)('xinput', ['query-state', device], { env })),
  );
  return states.flatMap(({ stdout }) =>
    [...stdout.matchAll(/(button|key)\[(\d+)\]=down/g)].map(([, kind, code]) => `${kind} ${code}`),
  );
}
