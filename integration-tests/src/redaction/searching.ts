import { readdir, readFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
import type { Hidden } from '@karna/action-agent/planted-secrets';

export interface LeftFile {
  /** From the folder on. */
  readonly path: string;
  readonly bytes: Buffer;
}

/** Everything in Karna's data folder, but for the desktop's own: the browser keeps its pages there. */
export async function leftBehind(dataDir: string): Promise<LeftFile[]> {
  const entries = await readdir(dataDir, { recursive: true, withFileTypes: true });
  const files = entries.filter((one) => one.isFile()).map(({ parentPath, name }) => join(parentPath, name));
  const ours = files.filter((file) => !relative(dataDir, file).startsWith(join('agent', 'home')));
  return Promise.all(ours.map(async (file) => ({ path: relative(dataDir, file), bytes: await readFile(file) })));
}

export const isPng = ({ bytes }: LeftFile): boolean => bytes.subarray(1, 4).toString('latin1') === 'PNG';

/** A long value may stand there in pieces: so many characters in a row tell it. */
const pieceLength = 12;
/** Shorter ones stand anywhere by chance: years, prices. */
const leastLength = 6;

/** Which of the secrets stand in some bytes, as a whole or in part. */
export const written = <T extends Hidden>(bytes: Buffer, secrets: readonly T[]): T[] =>
  secrets.filter((secret) => piecesOf(secret).some((piece) => bytes.includes(piece)));

/** Hosts of addresses and beginnings of tokens may be known; what is before the sign, and the rest, is not. */
function piecesOf({ kind, text }: Hidden): string[] {
  if (kind === 'email') return [text.replace(/@.*/, '@')];
  const lines = text.split('\n').filter(({ length }) => length >= leastLength);
  return [...lines, ...lines.map((line) => line.replaceAll(/[ -]/g, ''))].flatMap((line) =>
    line.length <= pieceLength
      ? [line]
      : Array.from({ length: line.length - pieceLength + 1 }, (_, from) => line.slice(from, from + pieceLength)),
  );
}
