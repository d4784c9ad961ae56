// Skills as one file, with all that their steps know: made by one Karna, read by another.
import { Skill } from '@karna/proto/gen/skill/v1/skill';
import { KarnaError } from './errors.ts';

const format = 'karna-skills';
/** Grows when an older Karna could no longer read the file. */
const newestVersion = 1;

/** JSON; the hash is over the skills as they are written, so that a file that was cut off or changed is not taken. */
export async function writeSkills(skills: readonly Skill[]): Promise<string> {
  const written = skills.map((skill) => Skill.toJSON(skill));
  const sha256 = await hashOf(JSON.stringify(written));
  return `${JSON.stringify({ format, version: newestVersion, sha256, skills: written }, undefined, 1)}\n`;
}

/** Rejects with `skill.damaged`, `skill.too_new`, or `skill.invalid` for what is no such file. */
export async function readSkills(file: string): Promise<Skill[]> {
  const { version, sha256, skills } = partsOf(file);
  if (version > newestVersion) {
    throw new KarnaError(
      'skill.too_new',
      `the file is of version ${version}; this Karna reads up to ${newestVersion}: update it`,
    );
  }
  if (sha256 !== (await hashOf(JSON.stringify(skills)))) {
    throw new KarnaError('skill.damaged', 'the file was changed or cut off: its hash does not fit what is in it');
  }
  return skills.map((skill) => Skill.fromJSON(skill));
}

interface Parts {
  readonly version: number;
  readonly sha256: unknown;
  readonly skills: readonly unknown[];
}

function partsOf(file: string): Parts {
  const value = parsed(file);
  if (typeof value === 'object' && value !== null && 'format' in value && value.format === format) {
    const { version, sha256, skills } = value as Record<string, unknown>;
    // What a newer version keeps elsewhere is not looked for.
    if (Number.isInteger(version))
      return { version: Number(version), sha256, skills: Array.isArray(skills) ? skills : [] };
  }
  throw new KarnaError('skill.invalid', 'this is no file of skills as `karna skills export` writes it');
}

function parsed(file: string): unknown {
  try {
    return JSON.parse(file);
  } catch (cause) {
    // What begins as one of ours and cannot be read was cut off.
    if (file.slice(0, 200).includes(`"${format}"`)) {
      throw new KarnaError('skill.damaged', 'the file is cut off');
    }
    throw new KarnaError('skill.invalid', 'this is no JSON', { cause });
  }
}

async function hashOf(text: string): Promise<string> {
  const hash = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(text));
  return Array.from(new Uint8Array(hash), (byte) => byte.toString(16).padStart(2, '0')).join('');
}
