import type { Act } from '@karna/proto/gen/recording/v1/recording';
import { unknownCharacter } from '@karna/proto/keys';
import { describe, expect, it } from 'vitest';
import { gesturesOf } from './gestures.ts';
import { type Looked, purposesOf, type Sight } from './purposes.ts';
import { acts, browser, chord, editor, picture, press, secret, shell, sight, typed, wheel } from './testing.ts';

/** `sights`: what stands where each gesture points, in order. */
const understand = (recorded: readonly Act[], sights: readonly (Sight | undefined | Partial<Looked>)[] = []) => {
  const gestures = gesturesOf(recorded);
  const looked = gestures.map((_, index): Looked => {
    const one = sights[index];
    return one && 'element' in one ? { sight: one } : { sight: undefined, ...one };
  });
  return purposesOf(gestures, looked);
};
const kinds = (recorded: readonly Act[], sights: readonly (Sight | undefined | Partial<Looked>)[] = []) =>
  understand(recorded, sights).purposes.map(({ kind }) => kind);

const name = sight('ROLE_TEXT_FIELD', { label: 'Name' });
const button = sight('ROLE_BUTTON', { text: 'Save' });

describe('typing', () => {
  it('is one step with the click that gave the field the keyboard, pauses and corrections included', () => {
    const recorded = acts(
      [press(), editor],
      [typed('cas'), editor],
      [chord('Backspace'), editor],
      [typed('ts'), editor],
    );
    const { purposes } = understand(recorded, [name]);
    expect(purposes).toMatchObject([
      { kind: 'type', text: 'cats', replace: false, isSecret: false, firstAct: 1, lastAct: 4 },
    ]);
    expect(purposes[0]).toMatchObject({ sight: name });
  });

  it('is one step with a second click into the same field', () => {
    expect(kinds(acts([press(), editor], [press(), editor], [typed('a'), editor]), [name, name])).toEqual(['type']);
  });

  it('replaces what was marked or taken away first', () => {
    const full = sight('ROLE_TEXT_FIELD', { label: 'Name', text: 'Bob' });
    const marked = acts([press(), editor], [chord('Control+a'), editor], [typed('Ada'), editor]);
    const erased = acts([press(), editor], [chord('Backspace', 3), editor], [typed('Ada'), editor]);
    const clicked = acts([press(10, 10, 3), editor], [typed('Ada'), editor]);
    const added = acts([press(), editor], [typed('Ada'), editor]);
    for (const recorded of [marked, erased, clicked]) {
      expect(understand(recorded, [full]).purposes).toMatchObject([{ kind: 'type', text: 'Ada', replace: true }]);
    }
    expect(understand(added, [full]).purposes).toMatchObject([{ replace: false }]);
  });

  it('knows no more of a secret than that there was one', () => {
    expect(understand(acts([press(), editor], [secret, editor]), [name]).purposes).toMatchObject([
      { kind: 'type', text: '', isSecret: true },
    ]);
  });

  it('keeps the keys that led to a field that was not clicked, for when the field is not known', () => {
    const recorded = acts([press(), editor], [typed('a'), editor], [chord('Tab'), editor], [typed('b'), editor]);
    expect(understand(recorded, [name]).purposes).toMatchObject([
      { kind: 'type', text: 'a', reachedBy: [] },
      { kind: 'type', text: 'b', reachedBy: ['Tab'], sight: undefined },
    ]);
  });

  it('has lines in a large field, and ends at Enter in a small one', () => {
    const large = sight('ROLE_TEXT_AREA');
    const recorded = acts([press(), editor], [typed('a'), editor], [chord('Enter', 2), editor], [typed('b'), editor]);
    expect(understand(recorded, [large]).purposes).toMatchObject([{ text: 'a\n\nb' }]);
    expect(kinds(recorded, [name])).toEqual(['type', 'press', 'type']);
  });

  it('is nothing when all of it was taken back', () => {
    const { purposes, notes } = understand(
      acts([press(), editor], [typed('a'), editor], [chord('Backspace'), editor]),
      [name],
    );
    expect([purposes, notes.length]).toEqual([[], 1]);
  });

  it('does not take a click on a button for a focus', () => {
    expect(kinds(acts([press(), editor], [typed('a'), editor]), [button])).toEqual(['click', 'type']);
  });
});

it('says where keys were pressed that cannot be told', () => {
  const { purposes, notes } = understand(
    acts([chord(`Super+${unknownCharacter}`), editor], [chord('Super+c'), editor]),
  );
  expect(purposes).toHaveLength(2);
  expect(notes).toEqual([expect.stringContaining('cannot be told')]);
});

describe('choices and ticks', () => {
  const city = sight('ROLE_SELECT', { label: 'City', text: 'Oslo' });
  const lisbon = sight('ROLE_MENU_ITEM', { text: 'Lisbon' });

  it('make one step of a list and what was chosen in it', () => {
    expect(understand(acts([press(), editor], [press(), editor]), [city, lisbon]).purposes).toMatchObject([
      { kind: 'choose', option: 'Lisbon', was: 'Oslo', sight: city },
    ]);
  });

  it('see that something chose, whatever it looks like', () => {
    const looksLikeButton = sight('ROLE_BUTTON', { text: 'Oslo' });
    const chosen = { sight: lisbon, previousLater: sight('ROLE_BUTTON', { text: 'Lisbon' }) };
    expect(kinds(acts([press(), editor], [press(), editor]), [looksLikeButton, chosen])).toEqual(['choose']);
    const opened = { sight: lisbon, previousLater: looksLikeButton };
    expect(kinds(acts([press(), editor], [press(), editor]), [looksLikeButton, opened])).toEqual(['click', 'click']);
  });

  it('say what a tick came to', () => {
    const box = sight('ROLE_CHECKBOX', { label: 'Newsletter', checked: 'CHECKED_STATE_OFF' });
    const ticked = sight('ROLE_CHECKBOX', { checked: 'CHECKED_STATE_ON' });
    expect(understand(acts([press(), editor]), [{ sight: box, later: ticked }]).purposes).toMatchObject([
      { kind: 'check', isChecked: true },
    ]);
    expect(kinds(acts([press(), editor]), [{ sight: box }])).toEqual(['click']);
  });
});

describe('opening', () => {
  it('names the program that a launcher or panel opened', () => {
    const opened = { opened: [editor] };
    expect(understand(acts([press(), undefined], [press(), undefined, opened])).purposes).toMatchObject([
      { kind: 'open', application: 'Editor', firstAct: 1, lastAct: 2 },
    ]);
    const launched = acts([chord('Super'), editor], [typed('calc'), editor], [chord('Enter'), editor, opened]);
    expect(kinds(launched)).toEqual(['open']);
  });

  it('does not take a dialog of the same program, or a link, for it', () => {
    expect(kinds(acts([press(), editor, { opened: [editor] }]), [button])).toEqual(['click']);
  });

  it('goes to the address that was typed into a browser', () => {
    const shortcut = acts([chord('Control+l'), browser], [typed('example.org/a'), browser], [chord('Enter'), browser]);
    const clicked = acts([press(300, 60), browser], [typed('127.0.0.1:80/x'), browser], [chord('Enter'), browser]);
    expect(understand(shortcut).purposes).toMatchObject([{ kind: 'visit', address: 'https://example.org/a' }]);
    expect(understand(clicked, [name]).purposes).toMatchObject([{ kind: 'visit', address: 'http://127.0.0.1:80/x' }]);
  });

  it('leaves words that are no address, and fields of a page, to typing', () => {
    const searched = acts([press(300, 60), browser], [typed('two cats'), browser], [chord('Enter'), browser]);
    const inPage = acts([press(300, 400), browser], [typed('example.org'), browser], [chord('Enter'), browser]);
    for (const recorded of [searched, inPage]) expect(kinds(recorded, [name])).toEqual(['type', 'press']);
  });
});

describe('what was not meant', () => {
  it('is a click on nothing', () => {
    const recorded = acts([press(), editor], [chord('Control+s'), editor, { before: picture(0) }]); // nothing changed
    expect(understand(recorded)).toMatchObject({
      purposes: [{ kind: 'press' }],
      notes: ['A click on nothing was left out.'],
    });
  });

  it('is a switch of windows', () => {
    const recorded = acts([chord('Alt+Tab'), editor], [press(), browser]);
    expect(kinds(recorded, [undefined, button])).toEqual(['click']);
  });

  it('is the end of the recording itself', () => {
    const recorded = acts(
      [press(), editor],
      [press(), shell],
      [typed('karna teach stop'), shell],
      [chord('Enter'), shell],
    );
    expect(kinds(recorded, [button])).toEqual(['click']);
    const other = acts([press(), shell], [typed('ls'), shell], [chord('Enter'), shell]);
    expect(kinds(other)).toEqual(['click', 'type', 'press']);
  });

  it('is scrolling that came back', () => {
    expect(kinds(acts([wheel(3), editor], [wheel(-3), editor], [press(), editor]), [button])).toEqual(['click']);
    expect(understand(acts([wheel(3), editor], [press(), editor]), [undefined, button]).purposes).toMatchObject([
      { kind: 'scroll', down: 3, to: button },
      { kind: 'click' },
    ]);
  });

  it('does not join what an absence lies between', () => {
    expect(kinds(acts([press(), editor], [typed('a'), editor], [typed('b'), editor, { gap: true }]), [name])).toEqual([
      'type',
      'type',
    ]);
  });
});
