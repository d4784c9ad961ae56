/** Every key name there is, in its canonical spelling. Single characters name the key that types them. */
export const namedKeys = [
  'Enter',
  'Tab',
  'Backspace',
  'Escape',
  'Delete',
  'Insert',
  'Home',
  'End',
  'PageUp',
  'PageDown',
  'Left',
  'Right',
  'Up',
  'Down',
  'Space',
  'Menu',
  'PrintScreen',
  'Pause',
  'CapsLock',
  'NumLock',
  'ScrollLock',
  'F1',
  'F2',
  'F3',
  'F4',
  'F5',
  'F6',
  'F7',
  'F8',
  'F9',
  'F10',
  'F11',
  'F12',
] as const;
export const modifierKeys = ['Control', 'Shift', 'Alt', 'Super'] as const;

export type NamedKey = (typeof namedKeys)[number];
export type Modifier = (typeof modifierKeys)[number];

/** Stands for a character that was typed and cannot be told. No key types it. */
export const unknownCharacter = '\u{fffd}';

/** `key` is a named key or one character; it is held last and let go first. */
export interface Chord {
  readonly modifiers: readonly Modifier[];
  readonly key: string;
}

const canonical = new Map<string, string>([...namedKeys, ...modifierKeys].map((name) => [name.toLowerCase(), name]));
for (const [alias, name] of Object.entries({
  ctrl: 'Control',
  ctl: 'Control',
  strg: 'Control',
  option: 'Alt',
  opt: 'Alt',
  altgr: 'Alt',
  win: 'Super',
  windows: 'Super',
  cmd: 'Super',
  command: 'Super',
  meta: 'Super',
  return: 'Enter',
  esc: 'Escape',
  del: 'Delete',
  ins: 'Insert',
  bksp: 'Backspace',
  backspace: 'Backspace',
  pgup: 'PageUp',
  pgdn: 'PageDown',
  pgdown: 'PageDown',
  'page up': 'PageUp',
  'page down': 'PageDown',
  'arrow left': 'Left',
  'arrow right': 'Right',
  'arrow up': 'Up',
  'arrow down': 'Down',
  'left arrow': 'Left',
  'right arrow': 'Right',
  'up arrow': 'Up',
  'down arrow': 'Down',
  arrowleft: 'Left',
  arrowright: 'Right',
  arrowup: 'Up',
  arrowdown: 'Down',
  spacebar: 'Space',
  'space bar': 'Space',
  'print screen': 'PrintScreen',
  print: 'PrintScreen',
  'caps lock': 'CapsLock',
  'num lock': 'NumLock',
  plus: '+',
  minus: '-',
}))
  canonical.set(alias, name);

/** The canonical name of one key, or undefined: `esc` -> `Escape`, `a` -> `a`. */
export function keyName(said: string): string | undefined {
  if ([...said].length === 1 && said !== ' ') return said === unknownCharacter ? undefined : said;
  return canonical.get(said.trim().toLowerCase());
}

/** `ctrl+shift+s` -> { modifiers: ['Control', 'Shift'], key: 's' }; undefined when a name is unknown. A lone modifier is a key. */
export function parseChord(text: string): Chord | undefined {
  // "Control++" presses the plus key.
  const names = text.endsWith('++') ? [...text.slice(0, -2).split('+'), '+'] : text === '+' ? ['+'] : text.split('+');
  const keys = names.map((name) => keyName(name.trim()));
  const key = keys.pop();
  if (key === undefined) return undefined;
  const modifiers: Modifier[] = [];
  for (const name of keys) {
    const modifier = modifierKeys.find((known) => known === name);
    if (!modifier || modifiers.includes(modifier)) return undefined;
    modifiers.push(modifier);
  }
  // A letter held with modifiers is its key: Control+S is not Control+Shift+s.
  return { modifiers, key: modifiers.length > 0 && /^\p{Lu}$/u.test(key) ? key.toLowerCase() : key };
}

export const chordText = ({ modifiers, key }: Chord): string => [...modifiers, key].join('+');

/** What typed characters and editing keys (`Backspace`, `Delete`, `Left`, `Right`, `Home`, `End`) come to. */
export interface TypedText {
  readonly text: string;
  /** Characters that were there before and were taken away. */
  readonly erased: number;
}

/** Resolves the corrections in a run of keys. */
export function typedText(keys: readonly string[]): TypedText {
  const text: string[] = [];
  let caret = 0;
  let erased = 0;
  for (const key of keys) {
    if (key === 'Backspace') {
      if (caret > 0) text.splice(--caret, 1);
      else erased += 1;
    } else if (key === 'Delete') {
      if (caret < text.length) text.splice(caret, 1);
      else erased += 1;
    } else if (key === 'Left') caret = Math.max(0, caret - 1);
    else if (key === 'Right') caret = Math.min(text.length, caret + 1);
    else if (key === 'Home') caret = 0;
    else if (key === 'End') caret = text.length;
    else text.splice(caret++, 0, key);
  }
  return { text: text.join(''), erased };
}
