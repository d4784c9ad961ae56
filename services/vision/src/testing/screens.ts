import { readFileSync } from 'node:fs';
import type { Role } from '@karna/proto/gen/target/v1/target';

/** A real screenshot with what is on it. Boxes are left, top, width, height in px. */
export interface KnownScreen {
  readonly image: Uint8Array;
  readonly elements: readonly {
    role: Role;
    name: string;
    box: readonly [number, number, number, number];
    checked?: boolean;
  }[];
  readonly words: readonly { text: string; box: readonly [number, number, number, number] }[];
  /** Role and name of what is not there. */
  readonly absent: readonly (readonly [Role, string])[];
  /** Role and name of what is there more than once. */
  readonly twice: readonly (readonly [Role, string])[];
}

export const screenNames = ['order-form', 'dark-settings', 'calculator', 'save-dialog'] as const;

const roleNamed = (name: string): Role => (name === '' ? 'ROLE_UNSPECIFIED' : (`ROLE_${name.toUpperCase()}` as Role));

export function knownScreen(name: (typeof screenNames)[number]): KnownScreen {
  const truth = JSON.parse(readFileSync(new URL(`./screens/${name}.json`, import.meta.url), 'utf8'));
  const named = (pairs: [string, string][]) => pairs.map(([role, text]) => [roleNamed(role), text] as const);
  return {
    image: readFileSync(new URL(`./screens/${name}.png`, import.meta.url)),
    elements: truth.elements.map((element: { role: string }) => ({ ...element, role: roleNamed(element.role) })),
    words: truth.words,
    absent: named(truth.absent),
    twice: named(truth.twice),
  };
}
