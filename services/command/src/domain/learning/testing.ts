// Acts and sights for tests of learning, with as little to say as can be.
import { Act, type ActWindow } from '@karna/proto/gen/recording/v1/recording';
import { RememberedTarget, type Role } from '@karna/proto/gen/target/v1/target';
import { Element } from '@karna/proto/gen/vision/v1/element';
import type { Sight } from './purposes.ts';

export const editor: ActWindow = {
  application: 'Editor',
  title: 'Notes',
  box: { x: 0, y: 0, width: 800, height: 600 },
};
export const browser: ActWindow = { ...editor, application: 'Chromium' };
export const shell: ActWindow = { ...editor, application: 'XTerm' };

type What = NonNullable<Act['what']>;

/** Acts in order; the screen after each is that before the next. */
export const acts = (...all: readonly (readonly [What, ActWindow | undefined, Partial<Act>?])[]): Act[] =>
  all.map(([what, window, more = {}], index) =>
    Act.fromPartial({
      number: index + 1,
      what,
      ...(window ? { window } : {}),
      before: picture(index),
      after: picture(index + 1),
      ...more,
    }),
  );

export const picture = (number: number): string => String(number).padStart(64, '0');

export const press = (x = 10, y = 10, count = 1): What => ({
  $case: 'pressed',
  value: { at: { x, y }, button: 'MOUSE_BUTTON_LEFT', count, modifiers: [] },
});
export const typed = (text: string): What => ({ $case: 'typed', value: { keys: [...text], secret: false } });
export const secret: What = { $case: 'typed', value: { keys: [], secret: true } };
export const chord = (name: string, count = 1): What => ({ $case: 'chord', value: { chord: name, count } });
export const wheel = (down: number): What => ({ $case: 'scrolled', value: { at: { x: 5, y: 5 }, right: 0, down } });

export interface Seen {
  readonly text?: string;
  readonly label?: string;
  readonly row?: readonly string[];
  readonly checked?: Element['checked'];
  readonly unique?: boolean;
  readonly at?: readonly [number, number];
}

let seen = 0;

export function sight(role: Role, more: Seen = {}): Sight {
  const { text = '', label = '', row, checked = 'CHECKED_STATE_UNSPECIFIED', unique = true, at = [0, 0] } = more;
  const box = { x: at[0], y: at[1], width: 100, height: 24 };
  const target = RememberedTarget.fromPartial({ role, text, label, box, patch: new Uint8Array([++seen]) });
  return {
    element: { ...Element.create({}), id: `e${seen}`, role, text, label, checked, box },
    target: { ...target, row: row && { texts: [...row] } },
    unique,
  };
}
