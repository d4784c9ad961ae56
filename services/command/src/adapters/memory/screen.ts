// A small screen as data: what is drawn, what each thing does, and how a picture of it is made and read again.
import { createHash } from 'node:crypto';
import type { Window } from '@karna/proto/gen/agent/v1/agent';
import type { Box } from '@karna/proto/gen/geometry/v1/geometry';
import type { Role } from '@karna/proto/gen/target/v1/target';

/** One thing on the screen. */
export interface Thing {
  readonly id: string;
  role: Role;
  /** The text inside it. */
  text: string;
  /** The text beside it. */
  label?: string;
  /** What its application calls it; not to be seen. */
  said?: string;
  box: Box;
  checked?: boolean;
  /** Shows bullets instead of its text. */
  masked?: boolean;
  hidden?: boolean;
  /** What its looks are like, whatever it says. */
  looks?: string;
  /** What is written in its row. */
  row?: readonly string[];
  disabled?: boolean;
  /** In the scrolled page rather than fixed to the screen. */
  scrolls?: boolean;
}

/** A picture is what was drawn, as JSON: eyes have nothing but that to go by. */
export interface Drawing {
  readonly things: readonly Drawn[];
  readonly windows: readonly Window[];
}

export interface Drawn extends Omit<Thing, 'hidden' | 'scrolls' | 'masked' | 'said'> {
  readonly hovered: boolean;
}

export const encode = (drawing: Drawing): Uint8Array => Buffer.from(JSON.stringify(drawing));
export const decode = (picture: Uint8Array): Drawing => JSON.parse(Buffer.from(picture).toString());
export const hashOf = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

/** The places where two drawings differ: of what moved, both the old and the new one. */
export function differences(before: Drawing, after: Drawing): Box[] {
  const was = new Map(before.things.map((thing) => [thing.id, JSON.stringify(thing)]));
  const is = new Map(after.things.map((thing) => [thing.id, JSON.stringify(thing)]));
  const differs = ({ id }: Drawn) => was.get(id) !== is.get(id);
  const boxes = [...before.things.filter(differs), ...after.things.filter(differs)].map(({ box }) => box);
  return [...new Map(boxes.map((box) => [JSON.stringify(box), box])).values()];
}
