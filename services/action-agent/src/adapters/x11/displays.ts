import type { Display } from '../../ports.ts';
import type { XConnection } from './connection.ts';
import type { XRandr } from './wire.ts';

const connected = 0;

/** The monitors as RANDR knows them, or the whole root window as one where it knows none. */
export async function readDisplays(connection: XConnection): Promise<Display[]> {
  const found = await readRandr(connection).catch((error: unknown) => {
    if (connection.gone.aborted) throw error;
    return []; // a server without RANDR 1.3
  });
  if (found.length > 0) return found;
  const { width, height } = await connection.ask<{ width: number; height: number }>((client, done) =>
    client.GetGeometry(connection.root, done),
  );
  return [{ id: 'screen', box: { x: 0, y: 0, width, height }, primary: true }];
}

async function readRandr(connection: XConnection): Promise<Display[]> {
  const randr = await connection.extension<XRandr>('randr');
  const { root } = connection;
  const { outputs } = await connection.ask<{ outputs: number[] }>((_, done) =>
    randr.GetScreenResourcesCurrent(root, done),
  );
  const primary = await connection.ask<number>((_, done) => randr.GetOutputPrimary(root, done));
  const displays: (Display & { output: number })[] = [];
  for (const output of outputs) {
    const display = await readOutput(connection, randr, output);
    if (display) displays.push({ ...display, output });
  }
  const main = displays.find(({ output }) => output === primary) ?? displays[0];
  return displays.map(({ id, box, output }) => ({ id, box, primary: output === main?.output }));
}

async function readOutput(connection: XConnection, randr: XRandr, output: number): Promise<Display | undefined> {
  const info = await connection.ask<{ crtc: number; connection: number; name: string }>((_, done) =>
    randr.GetOutputInfo(output, 0, done),
  );
  if (info.connection !== connected || info.crtc === 0) return undefined;
  const { x, y, width, height } = await connection.ask<{ x: number; y: number; width: number; height: number }>(
    (_, done) => randr.GetCrtcInfo(info.crtc, 0, done),
  );
  return { id: info.name, box: { x, y, width, height }, primary: false };
}
