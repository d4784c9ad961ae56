import type { TargetQuery } from '@karna/proto/gen/target/v1/target';
import { describe, expect, test } from 'vitest';
import { element, query, screenOf } from '../testing/hand-made.ts';
import { locate } from './locating.ts';
import { arranged } from './tree/arranged.ts';

const form = arranged(
  screenOf([
    element('heading', 'Sign in', [40, 20, 120, 26]),
    element('text', 'Full name', [40, 60, 70, 14]),
    element('text_field', '', [40, 80, 300, 30], { label: 'Full name' }),
    element('text', 'Email address', [40, 120, 96, 14]),
    element('text_field', 'you@example.com', [40, 140, 300, 30], { label: 'Email address' }),
    element('text', 'Country', [40, 180, 60, 14]),
    element('select', 'Norway', [40, 200, 300, 30], { label: 'Country' }),
    element('checkbox', '', [40, 245, 14, 14], { label: 'I agree to the terms' }),
    element('text', 'I agree to the terms', [62, 244, 140, 15]),
    element('checkbox', '', [40, 275, 14, 14], { label: 'Send me updates' }),
    element('text', 'Send me updates', [62, 274, 130, 15]),
    element('button', 'Sign in', [40, 310, 90, 32]),
    element('button', 'Cancel', [140, 310, 90, 32]),
  ]),
);

const table = arranged(
  screenOf(
    ['Ada Lovelace', 'Alan Turing', 'Grace Hopper'].flatMap((name, row) => [
      element('text', name, [100, 105 + row * 50, 110, 14]),
      element('button', 'Edit', [400, 96 + row * 50, 60, 32]),
      element('button', 'Delete', [470, 96 + row * 50, 80, 32]),
    ]),
  ),
);

const find = (screen: typeof form, asked: TargetQuery, limit = 5) => locate(screen, asked, undefined, limit);
const best = (screen: typeof form, asked: TargetQuery) => find(screen, asked).candidates[0];

describe('a name', () => {
  test('finds its button before a heading of the same name', () => {
    const located = find(form, query('sign in'));
    expect(located.unique).toBe(true);
    expect(located.candidates[0]?.element.role).toBe('ROLE_BUTTON');
    expect(located.candidates[0]?.point).toEqual({ x: 85, y: 326 });
  });

  test('that two places carry is not unique', () => {
    const located = find(table, query('Edit', { role: 'ROLE_BUTTON' }));
    expect(located.unique).toBe(false);
    expect(located.candidates.map(({ element: { text } }) => text)).toEqual(['Edit', 'Edit', 'Edit']);
  });

  test('that is absent is never unique, whatever resembles it', () => {
    const screen = screenOf([
      element('button', 'Save as', [40, 40, 90, 30]),
      element('button', "Don't save", [140, 40, 90, 30]),
      element('button', 'Same', [240, 40, 90, 30]),
    ]);
    const located = find(screen, query('Save', { role: 'ROLE_BUTTON' }));
    expect(located.unique).toBe(false);
    expect(located.similar).toContain('Save as');
  });

  test('that nothing resembles has no candidates and no suggestions', () => {
    expect(find(form, query('Quit', { role: 'ROLE_BUTTON' }))).toEqual({
      candidates: [],
      unique: false,
      similar: [],
      hints: [],
      doubt: 'DOUBT_MISSING',
    });
  });

  test('inside a text is pointed at where its words are', () => {
    const screen = screenOf([element('text', 'Please read the terms now', [100, 100, 250, 14])]);
    const [candidate] = find(screen, query('the terms')).candidates;
    expect(candidate?.element.text).toBe('the terms');
    expect(candidate?.point.x).toBeGreaterThan(210);
    expect(candidate?.point.x).toBeLessThan(320);
  });

  test('quoted, must be the whole name', () => {
    const screen = screenOf([
      element('button', 'Save as', [40, 40, 90, 30]),
      element('button', 'Save', [140, 40, 90, 30]),
    ]);
    const located = find(screen, query('save', { exact: true }));
    expect(located.candidates.map(({ element: { text } }) => text)).toEqual(['Save']);
  });

  test('quoted, is found in a longer text but never acted on there', () => {
    const screen = screenOf([element('text', 'The order was saved at noon', [40, 40, 270, 14])]);
    const located = find(screen, query('order was saved', { exact: true, role: 'ROLE_TEXT' }));
    expect(located.candidates[0]?.element.text).toBe('order was saved');
    expect(located.unique).toBe(false);
  });

  test('of a value in a field comes after the button of that name', () => {
    const screen = screenOf([element('text_field', '0', [40, 20, 300, 50]), element('button', '0', [40, 300, 60, 34])]);
    const located = find(screen, query('0'));
    expect(located.unique).toBe(true);
    expect(located.candidates[0]?.element.role).toBe('ROLE_BUTTON');
  });
});

describe('a role', () => {
  test('missed by the detector is answered by the text alone, less surely', () => {
    const screen = screenOf([element('text', 'Help', [40, 40, 40, 14])]);
    const asText = find(screen, query('Help', { role: 'ROLE_LINK' }));
    expect(asText.unique).toBe(true);
    const asLink = find(screenOf([element('link', 'Help', [40, 40, 40, 14])]), query('Help', { role: 'ROLE_LINK' }));
    expect(asText.candidates[0]?.confidence).toBeLessThan(asLink.candidates[0]?.confidence ?? 0);
  });

  test.each(['ROLE_CHECKBOX', 'ROLE_TEXT_FIELD', 'ROLE_SELECT', 'ROLE_SLIDER'] as const)(
    'of %s is never answered by a button',
    (role) => {
      const screen = screenOf([element('button', 'Submit', [40, 40, 90, 30])]);
      expect(find(screen, query('Submit', { role })).unique).toBe(false);
    },
  );

  test.each([
    ['ROLE_TEXT_AREA', 'text_field'],
    ['ROLE_TEXT_FIELD', 'select'],
    ['ROLE_RADIO', 'checkbox'],
    ['ROLE_LINK', 'button'],
    ['ROLE_MENU_ITEM', 'tab'],
  ] as const)('of %s may be answered by a %s', (role, seen) => {
    const screen = screenOf([
      element(seen, '', [40, 40, 90, 30], { label: 'Notes', text: seen === 'button' || seen === 'tab' ? 'Notes' : '' }),
    ]);
    expect(find(screen, query('Notes', { role })).unique).toBe(true);
  });

  test('alone is unique only when there is one', () => {
    expect(find(form, query('', { role: 'ROLE_SELECT' })).unique).toBe(true);
    expect(find(form, query('', { role: 'ROLE_CHECKBOX' })).unique).toBe(false);
  });
});

describe('a label', () => {
  test('finds its field when a field is asked for', () => {
    const located = find(form, query('full name', { role: 'ROLE_TEXT_FIELD' }));
    expect(located.unique).toBe(true);
    expect(located.candidates[0]?.element.box).toEqual({ x: 40, y: 80, width: 300, height: 30 });
  });

  test('finds its field by its beginning, where no other label begins so', () => {
    expect(find(form, query('email', { role: 'ROLE_TEXT_FIELD' })).unique).toBe(true);
  });

  test('finds its checkbox also without a role: clicking it is what is meant', () => {
    const located = find(form, query('send me updates'));
    expect(located.unique).toBe(true);
    expect(located.candidates[0]?.element.role).toBe('ROLE_CHECKBOX');
  });

  test('of a field stays a text when no role is said', () => {
    expect(best(form, query('Country'))?.element.role).toBe('ROLE_TEXT');
  });

  test('leads to the field beside it when the two were not joined', () => {
    const screen = screenOf([
      element('text', 'Amount', [40, 100, 60, 14]),
      element('text_field', '', [330, 92, 120, 30]),
    ]);
    const located = find(screen, query('amount', { role: 'ROLE_TEXT_FIELD' }));
    expect(located.unique).toBe(true);
    expect(located.candidates[0]?.signs).toContain('beside its name');
  });

  test('never leads past its own field to that of another label', () => {
    const screen = screenOf([
      element('text', 'Amount', [40, 100, 60, 14]),
      element('text', 'Purpose', [40, 130, 60, 14]),
      element('text_field', '', [40, 150, 120, 30], { label: 'Purpose' }),
    ]);
    expect(find(screen, query('amount', { role: 'ROLE_TEXT_FIELD' })).candidates).toEqual([]);
  });

  test('may be the placeholder in the field', () => {
    expect(find(form, query('you@example.com', { role: 'ROLE_TEXT_FIELD' })).unique).toBe(true);
  });
});

describe('a picture before a caption, read as a letter or a sign,', () => {
  const called = (...captions: string[]) =>
    screenOf(captions.map((caption, index) => element('button', caption, [100, 50 + 60 * index, 120, 30])));

  test.each(['G Sign out', '0 Sign out', 'm) Sign out', 'M↓ Sign out', '£ Sign out'])(
    'is no part of "%s"',
    (caption) => {
      expect(find(called('Cancel', caption), query('Sign out'))).toMatchObject({
        unique: true,
        candidates: [{ element: { text: caption } }],
      });
    },
  );

  test('is told from a word', () => {
    expect(find(called('No thanks'), query('thanks')).unique).toBe(false);
    expect(find(called("Don't save"), query('save')).unique).toBe(false);
    expect(find(called('12 files'), query('files')).unique).toBe(false);
  });

  test('leaves it in doubt which is meant where another one is called so as well', () => {
    expect(find(called('Sign out', 'G Sign out'), query('Sign out'))).toMatchObject({ doubt: 'DOUBT_DOUBLED' });
    expect(find(called('1 Edit', '2 Edit'), query('Edit'))).toMatchObject({ doubt: 'DOUBT_DOUBLED' });
  });
});

describe('what nothing answers', () => {
  const hintsOf = (screen: typeof form, asked: TargetQuery) => {
    const { candidates, hints, unique } = find(screen, asked);
    expect([candidates, unique]).toEqual([[], false]);
    return hints.map(({ element: { text } }) => text);
  };

  test.each([
    ['Bank transfer', 'Bank'],
    ['Objednávka něco děti', 'Objednavka'],
    ['Quarterly report for Ada', 'Quarterly rep…'],
  ])('may be a piece of its name: %s', (name, piece) => {
    const screen = screenOf([
      element('button', piece, [100, 20, 120, 30]),
      element('button', 'Cancel', [240, 20, 90, 30]),
    ]);
    expect(hintsOf(screen, query(name))).toEqual([piece]);
  });

  test('may be a field that was taken for a button, and the other way round', () => {
    const screen = screenOf([
      element('button', '393', [100, 20, 60, 30]),
      element('text_field', 'Odby', [240, 20, 90, 30]),
    ]);
    expect(hintsOf(screen, query('393', { role: 'ROLE_TEXT_FIELD' }))).toEqual(['393']);
    expect(hintsOf(screen, query('Odby', { role: 'ROLE_BUTTON' }))).toEqual(['Odby']);
  });

  test('is not hinted at by a syllable, a small part of the name or where something answers', () => {
    const screen = screenOf([
      element('button', 'Save', [100, 20, 90, 30]),
      element('button', 'Save as', [200, 20, 90, 30]),
    ]);
    expect(hintsOf(screen, query('Savepoint'))).toEqual([]);
    expect(hintsOf(screen, query('Save all of the open documents'))).toEqual([]);
    expect(find(screen, query('Save as')).hints).toEqual([]);
  });
});

test('a number is not the beginning of a value', () => {
  const dated = screenOf([element('text_field', '2 Mar 2021', [100, 100, 160, 30])]);
  expect(find(dated, query('2 Mar', { role: 'ROLE_TEXT_FIELD' })).unique).toBe(true);
  expect(find(dated, query('2', { role: 'ROLE_TEXT_FIELD' })).unique).toBe(false);
});

describe('an ordinal', () => {
  test.each([
    [1, 96],
    [2, 146],
    [3, 196],
    [-1, 196],
    [-3, 96],
  ])('%i counts equals in reading order', (ordinal, y) => {
    const located = find(table, query('Edit', { role: 'ROLE_BUTTON', ordinal }));
    expect(located.unique).toBe(true);
    expect(located.candidates[0]?.element.box.y).toBe(y);
  });

  test.each([4, -4])('%i of three is nobody', (ordinal) => {
    expect(find(table, query('Edit', { role: 'ROLE_BUTTON', ordinal })).unique).toBe(false);
  });

  describe('of a kind, where one of that name was seen as another kind', () => {
    const tabs = screenOf([
      element('tab', 'Page 1', [100, 20, 80, 30]),
      element('button', 'Page 1', [100, 120, 80, 30]),
      element('tab', 'Page 1', [100, 220, 80, 30]),
      element('tab', 'Page 1', [100, 320, 80, 30]),
    ]);
    const placesOf = (ordinal: number) => {
      const { unique, candidates } = find(tabs, query('Page 1', { role: 'ROLE_TAB', ordinal }));
      const sure = candidates.filter(({ confidence }) => confidence > 0.5);
      return { unique, places: sure.map(({ element: { box } }) => box.y) };
    };

    test('is sure where that changes nothing', () => {
      expect(placesOf(1)).toEqual({ unique: true, places: [20] });
      expect(placesOf(-2)).toEqual({ unique: true, places: [220] });
    });

    test('may mean the one or the other, that of the kind first', () => {
      expect(placesOf(2)).toEqual({ unique: false, places: [220, 120] });
    });

    test('is in doubt where it is more than there are of the kind', () => {
      expect(find(tabs, query('Page 1', { role: 'ROLE_TAB', ordinal: 4 }))).toMatchObject({ doubt: 'DOUBT_WEAK' });
    });
  });

  test('counts by role alone', () => {
    const located = find(form, query('', { role: 'ROLE_CHECKBOX', ordinal: 2 }));
    expect(located.unique).toBe(true);
    expect(located.candidates[0]?.element.label).toBe('Send me updates');
  });
});

describe('a relation', () => {
  test.each([
    ['RELATION_KIND_RIGHT_OF', 'Alan Turing', 146],
    ['RELATION_KIND_NEAR', 'Grace Hopper', 196],
    ['RELATION_KIND_RIGHT_OF', 'ada lovelace', 96],
  ] as const)('%s "%s" tells equals apart', (kind, text, y) => {
    const located = find(table, query('Edit', { relation: { kind, anchor: query(text) } }));
    expect(located.unique).toBe(true);
    expect(located.candidates[0]?.element.box.y).toBe(y);
  });

  test('works from above and below, without a name', () => {
    const below = query('', {
      role: 'ROLE_TEXT_FIELD',
      relation: { kind: 'RELATION_KIND_BELOW', anchor: query('Email address') },
    });
    expect(best(form, below)?.element.label).toBe('Email address');
    const above = query('', {
      role: 'ROLE_BUTTON',
      relation: { kind: 'RELATION_KIND_ABOVE', anchor: query('Country') },
    });
    expect(find(form, above).candidates).toEqual([]);
  });

  test('left of', () => {
    const asked = query('Edit', {
      relation: { kind: 'RELATION_KIND_LEFT_OF', anchor: query('Delete', { ordinal: 2 }) },
    });
    const located = find(table, asked);
    expect(located.unique).toBe(true);
    expect(located.candidates[0]?.element.box.y).toBe(146);
  });

  test('to an anchor that is absent finds nothing', () => {
    const asked = query('Edit', { relation: { kind: 'RELATION_KIND_RIGHT_OF', anchor: query('Charles Babbage') } });
    expect(find(table, asked).candidates).toEqual([]);
  });

  test('to an anchor that is there twice is not unique', () => {
    const twice = screenOf([...table.elements, element('text', 'Ada Lovelace', [100, 205, 110, 14])]);
    const asked = query('Edit', { relation: { kind: 'RELATION_KIND_RIGHT_OF', anchor: query('Ada Lovelace') } });
    expect(find(twice, asked).unique).toBe(false);
  });

  test('inside a dialog known by its title means below the title', () => {
    const screen = screenOf([
      element('text', 'Save Changes', [500, 300, 90, 12]),
      element('button', 'Cancel', [450, 400, 100, 30]),
      element('button', 'Cancel', [40, 40, 100, 30]),
    ]);
    const asked = query('Cancel', {
      relation: { kind: 'RELATION_KIND_INSIDE', anchor: query('Save Changes', { role: 'ROLE_DIALOG' }) },
    });
    const located = find(screen, asked);
    expect(located.unique).toBe(true);
    expect(located.candidates[0]?.element.box.x).toBe(450);
  });
});

describe('candidates', () => {
  test('in one place are one', () => {
    const screen = screenOf([element('tab', 'Orders', [40, 40, 100, 30]), element('link', 'Orders', [60, 48, 60, 14])]);
    const located = find(screen, query('Orders'));
    expect(located.candidates).toHaveLength(1);
    expect(located.unique).toBe(true);
  });

  test('are at most as many as asked for, best first', () => {
    const { candidates } = find(table, query('Edit'), 2);
    expect(candidates).toHaveLength(2);
    expect(candidates[0]?.confidence).toBeGreaterThanOrEqual(candidates[1]?.confidence ?? 1);
  });

  test('beyond the limit still count against being unique', () => {
    expect(find(table, query('Edit'), 1).unique).toBe(false);
  });

  test('outside the given part are not there', () => {
    const located = locate(table, query('Edit'), { x: 0, y: 130, width: 1280, height: 50 }, 5);
    expect(located.unique).toBe(true);
    expect(located.candidates[0]?.element.box.y).toBe(146);
  });
});

describe('a row', () => {
  const edit = (anchor: TargetQuery) => query('Edit', { relation: { kind: 'RELATION_KIND_INSIDE', anchor } });

  test.each([
    ['a name in it', query('Alan Turing', { role: 'ROLE_ROW' }), 146],
    ['a name in it, without being called a row', query('grace hopper'), 196],
    ['its number', query('', { role: 'ROLE_ROW', ordinal: 2 }), 146],
    ['its number from the end', query('', { role: 'ROLE_ROW', ordinal: -1 }), 196],
  ])('is known by %s', (_, anchor, y) => {
    const located = find(table, edit(anchor));
    expect(located.unique).toBe(true);
    expect(located.candidates[0]?.element.box.y).toBe(y);
  });

  test('of somebody who is not there holds nothing', () => {
    expect(find(table, edit(query('Edsger Dijkstra', { role: 'ROLE_ROW' }))).candidates).toEqual([]);
  });

  test('is meant itself when it is asked for', () => {
    const located = find(table, query('Ada Lovelace', { role: 'ROLE_ROW' }));
    expect(located.candidates[0]?.element).toMatchObject({ role: 'ROLE_ROW', row: 1 });
  });

  test.each(['RELATION_KIND_INSIDE', 'RELATION_KIND_NEAR'] as const)(
    'that was not seen as one has what is level with its name, though the next record has the same nearer by (%s)',
    (kind) => {
      const ragged = screenOf([
        element('text', 'Ada Lovelace', [40, 105, 96, 14]),
        element('button', 'Edit', [620, 96, 60, 32]),
        element('text', 'Alan Turing, of the computing laboratory', [90, 145, 300, 14]),
        element('button', 'Edit', [150, 162, 60, 32]),
        element('text', 'Grace Hopper', [220, 171, 96, 14]),
      ]);
      const asked = (name: string) => find(ragged, query('Edit', { relation: { kind, anchor: query(name) } }));
      for (const [name, y] of [
        ['Ada Lovelace', 96],
        ['Grace Hopper', 162],
      ] as const) {
        expect([asked(name).unique, asked(name).candidates[0]?.element.box.y]).toEqual([true, y]);
      }
    },
  );

  test('of several lines keeps what is beside its name apart from the next row', () => {
    const people = ['Ada Lovelace', 'Alan Turing', 'Grace Hopper'].flatMap((name, row) => [
      element('text', name, [96, 101 + row * 64, name.length * 8, 15]),
      element('text', `since 18${row}0`, [96, 125 + row * 64, 90, 13]),
      element('button', 'Open', [500, 116 + row * 64, 70, 28]),
    ]);
    const asked = query('Open', { relation: { kind: 'RELATION_KIND_RIGHT_OF', anchor: query('Alan Turing') } });
    const located = find(arranged(screenOf(people)), asked);
    expect(located.unique).toBe(true);
    expect(located.candidates[0]?.element.box.y).toBe(116 + 64);
  });
});

test('a checkbox is found before its caption, though the caption stands for it', () => {
  const asked = query('', {
    role: 'ROLE_CHECKBOX',
    relation: { kind: 'RELATION_KIND_LEFT_OF', anchor: query('Send me updates') },
  });
  const located = find(form, asked);
  expect(located.unique).toBe(true);
  expect(located.candidates[0]?.element.label).toBe('Send me updates');
});

describe('an open dialog', () => {
  const under = [element('button', 'Cancel', [40, 40, 100, 30]), element('button', 'Help', [160, 40, 100, 30])];
  const dialog = [
    element('dialog', '', [400, 280, 400, 200]),
    element('text', 'Save Changes', [420, 296, 100, 15]),
    element('button', 'Cancel', [660, 420, 100, 32]),
  ];
  const screen = arranged(screenOf([...under, ...dialog]));

  test('is meant before what lies beneath it', () => {
    const located = find(screen, query('Cancel', { role: 'ROLE_BUTTON' }));
    expect(located.unique).toBe(true);
    expect(located.candidates[0]?.element.box.x).toBe(660);
  });

  test('does not hide what is beneath it', () => {
    expect(find(screen, query('Help', { role: 'ROLE_BUTTON' })).unique).toBe(true);
  });

  test('is known by its title', () => {
    const asked = query('Cancel', { relation: { kind: 'RELATION_KIND_INSIDE', anchor: query('save changes') } });
    expect(find(screen, asked)).toMatchObject({ unique: true, candidates: [{ element: { box: { x: 660 } } }] });
  });
});

describe('what is switched off', () => {
  test('is found and never unique', () => {
    const screen = screenOf([element('button', 'Pay', [40, 40, 80, 30], { disabled: true })]);
    const located = find(screen, query('Pay', { role: 'ROLE_BUTTON' }));
    expect(located).toMatchObject({ unique: false, doubt: 'DOUBT_DISABLED' });
    expect(located.candidates[0]?.confidence).toBeGreaterThan(0.75);
  });

  test('does not count when it is a mere text: texts are never in use', () => {
    const screen = screenOf([element('text', 'Pay', [40, 40, 80, 14], { disabled: true })]);
    expect(find(screen, query('Pay')).unique).toBe(true);
  });
});
