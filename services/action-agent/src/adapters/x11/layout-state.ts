import type { XConnection } from './connection.ts';
import type { XPointerState } from './wire.ts';

const lockMask = 0b10;

/** The layout's active group (bits 13 and 14 of the state, as XKB puts it there) and whether Caps Lock is on. */
export async function readLayoutState(connection: XConnection): Promise<{ group: number; isLocked: boolean }> {
  const { keyMask } = await connection.ask<XPointerState>((client, done) => client.QueryPointer(connection.root, done));
  return { group: (keyMask >> 13) & 3, isLocked: (keyMask & lockMask) !== 0 };
}
