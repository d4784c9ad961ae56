import type { RelationKind, Role, TargetQuery } from '@karna/proto/gen/target/v1/target';
import { chordText, parseChord } from '@karna/proto/keys';
import { z } from 'zod';
import type { Verb } from '../clause.ts';
import { addressOf } from '../grammar/address.ts';

/** A verb as a language model may use it: the arguments that it takes, and the direct action that they mean. */
export interface ModelVerb<S extends z.ZodType = z.ZodType> {
  readonly description: string;
  readonly shape: S;
  readonly read: (given: z.output<S>) => Meant | undefined;
}

/** Undefined where the arguments mean nothing. */
export interface Meant {
  readonly verb: Verb;
  /** Names and texts in it that were not chosen from a list. */
  readonly words: readonly string[];
  /** An address that would be opened. */
  readonly address?: string;
}

const most = { name: 200, text: 2_000, chords: 20 } as const;
const hourMs = 60 * 60 * 1_000;

const kinds = [
  'any', 'button', 'link', 'text_field', 'text_area', 'checkbox', 'radio', 'switch', 'select', 'slider', 'tab', 'menu_item', 'icon',
  'image', 'row', 'cell', 'heading', 'text', 'window', 'dialog',
] as const; // biome-ignore format: a list
const places = ['left_of', 'right_of', 'above', 'below', 'inside', 'near'] as const;

const name = z.string().trim().max(most.name);
const kind = z.enum(kinds).default('any');
const target = z
  .strictObject({
    name: name.default('').describe('visible name, label or text'),
    kind,
    place: z.int().min(-20).max(100).default(0).describe('1: the first of several, -1: the last'),
    where: z.enum(places).optional(),
    of: name.min(1).optional().describe('name of the element that it is right of, below, inside ...'),
  })
  .refine((it) => it.name !== '' || it.kind !== 'any', 'a target has a name or a kind');
type Target = z.output<typeof target>;

const roleOf = (said: (typeof kinds)[number]): Role =>
  said === 'any' ? 'ROLE_UNSPECIFIED' : (`ROLE_${said.toUpperCase()}` as Role);

const named = (text: string): TargetQuery => ({
  text,
  role: 'ROLE_UNSPECIFIED',
  ordinal: 0,
  relation: undefined,
  exact: true,
});

function queryOf({ name: text, kind: role, place, where, of }: Target): TargetQuery {
  const kind = `RELATION_KIND_${(where ?? 'near').toUpperCase()}` as RelationKind;
  const relation = of === undefined ? undefined : { kind, anchor: named(of) };
  return { text, role: roleOf(role), ordinal: place, relation, exact: text !== '' };
}

const wordsOf = (...targets: readonly (Target | undefined)[]): string[] =>
  targets.flatMap((one) => [one?.name ?? '', one?.of ?? '']).filter((word) => word !== '');

const on = (one: Target | undefined): TargetQuery | undefined => one && queryOf(one);

const verb = <S extends z.ZodType>(
  description: string,
  shape: S,
  read: (given: z.output<S>) => Meant | undefined,
): ModelVerb => ({ description, shape, read: read as ModelVerb['read'] });

const buttons = { left: 'MOUSE_BUTTON_LEFT', right: 'MOUSE_BUTTON_RIGHT', middle: 'MOUSE_BUTTON_MIDDLE' } as const;
const directions = {
  up: 'SCROLL_DIRECTION_UP',
  down: 'SCROLL_DIRECTION_DOWN',
  left: 'SCROLL_DIRECTION_LEFT',
  right: 'SCROLL_DIRECTION_RIGHT',
} as const;

/** The direct actions there are, and no others. */
export const modelVerbs: Readonly<Record<string, ModelVerb>> = {
  click: verb(
    'Clicks an element.',
    z.strictObject({
      target,
      button: z.enum(['left', 'right', 'middle']).default('left'),
      times: z.int().min(1).max(3).default(1),
    }),
    // Only the left button is clicked more than once.
    (it) => ({
      verb: {
        $case: 'click',
        value: { target: queryOf(it.target), button: buttons[it.button], count: it.button === 'left' ? it.times : 1 },
      },
      words: wordsOf(it.target),
    }),
  ),
  type_text: verb(
    'Types text into a field, or, without a target, to where the focus is. replace: what the field held goes.',
    z.strictObject({
      text: z.string().min(1).max(most.text),
      target: target.optional(),
      replace: z.boolean().default(false),
    }),
    (it) => ({
      verb: {
        $case: 'typeText',
        value: { text: it.text, target: on(it.target), replace: it.replace && it.target !== undefined },
      },
      words: [it.text, ...wordsOf(it.target)],
    }),
  ),
  select_option: verb(
    'Selects an option of a dropdown, list or group.',
    z.strictObject({ option: name.min(1), target: target.optional() }),
    (it) => ({
      verb: { $case: 'selectOption', value: { option: it.option, target: on(it.target) } },
      words: [it.option, ...wordsOf(it.target)],
    }),
  ),
  set_checked: verb(
    'Ticks or unticks a checkbox or switch.',
    z.strictObject({ target, checked: z.boolean() }),
    (it) => ({
      verb: { $case: 'setChecked', value: { target: queryOf(it.target), checked: it.checked } },
      words: wordsOf(it.target),
    }),
  ),
  press_keys: verb(
    'Presses keys or chords, one after the other: ["Control+s"], ["Tab", "Enter"].',
    z.strictObject({ keys: z.array(z.string().max(40)).min(1).max(most.chords) }),
    ({ keys }) => {
      const chords = keys.map((key) => parseChord(key));
      return chords.some((chord) => chord === undefined)
        ? undefined
        : {
            verb: {
              $case: 'pressKeys',
              value: { chords: chords.flatMap((chord) => (chord ? [chordText(chord)] : [])) },
            },
            words: [],
          };
    },
  ),
  scroll: verb(
    'Scrolls by some clicks of the wheel (0: to the end), or until an element is visible.',
    z.strictObject({
      direction: z.enum(['up', 'down', 'left', 'right']).optional(),
      clicks: z.int().min(0).max(100).default(3),
      target: target.optional(),
    }),
    (it) =>
      it.target || it.direction
        ? {
            verb: {
              $case: 'scroll',
              value: {
                target: on(it.target),
                direction: it.direction ? directions[it.direction] : 'SCROLL_DIRECTION_UNSPECIFIED',
                clicks: it.target ? 0 : it.clicks,
              },
            },
            words: wordsOf(it.target),
          }
        : undefined,
  ),
  open_application: verb('Opens an application by its everyday name.', z.strictObject({ name: name.min(1) }), (it) => ({
    verb: { $case: 'open', value: { what: { $case: 'application', value: it.name } } },
    words: [it.name],
  })),
  open_address: verb(
    'Opens an http or https address that was asked for.',
    z.strictObject({ address: name.min(1) }),
    (it) => {
      const address = addressOf(it.address, true);
      return address === undefined
        ? undefined
        : { verb: { $case: 'open', value: { what: { $case: 'address', value: address } } }, words: [], address };
    },
  ),
  drag: verb('Drags one element onto another.', z.strictObject({ from: target, to: target }), (it) => ({
    verb: { $case: 'drag', value: { from: queryOf(it.from), to: queryOf(it.to) } },
    words: wordsOf(it.from, it.to),
  })),
  wait_for: verb(
    'Waits until an element appears (gone: disappears), or, without a target, just so long.',
    z.strictObject({
      target: target.optional(),
      gone: z.boolean().default(false),
      seconds: z
        .number()
        .min(0)
        .max(hourMs / 1_000)
        .default(0),
    }),
    (it) =>
      it.target || it.seconds > 0
        ? {
            verb: {
              $case: 'waitFor',
              value: {
                target: on(it.target),
                gone: it.target !== undefined && it.gone,
                limitMs: Math.round(it.seconds * 1_000),
              },
            },
            words: wordsOf(it.target),
          }
        : undefined,
  ),
  read_out: verb('Reads an element out: its text is the answer.', z.strictObject({ target }), (it) => ({
    verb: { $case: 'readOut', value: { target: queryOf(it.target) } },
    words: wordsOf(it.target),
  })),
  hover: verb('Points at an element.', z.strictObject({ target }), (it) => ({
    verb: { $case: 'hover', value: { target: queryOf(it.target) } },
    words: wordsOf(it.target),
  })),
};
