import { Draft } from '@karna/proto/gen/recording/v1/draft';
import { type Skill, SkillStep } from '@karna/proto/gen/skill/v1/skill';
import { Change } from '@karna/proto/gen/vision/v1/element';
import { describe, expect, it } from 'vitest';
import { checksFor } from './checks.ts';
import { corrected, edited, skillOf } from './editing.ts';
import { merged } from './merging.ts';
import { proposalsFor } from './proposing.ts';
import type { Purpose, Sight } from './purposes.ts';
import { stepOf } from './steps.ts';
import { editor, picture, sight } from './testing.ts';

const span = {
  firstAct: 1,
  lastAct: 1,
  window: editor,
  before: picture(0),
  after: picture(1),
  opened: [],
  closed: false,
  gap: false,
};
const click = (of: Sight): Purpose => ({
  ...span,
  kind: 'click',
  sight: of,
  at: { x: 1, y: 1 },
  button: 'MOUSE_BUTTON_LEFT',
  count: 1,
});
const type = (text: string, of = sight('ROLE_TEXT_FIELD', { label: 'Search' }), isSecret = false): Purpose => ({
  ...span,
  kind: 'type',
  sight: of,
  text,
  replace: false,
  isSecret,
  reachedBy: [],
});
const steps = (...purposes: readonly Purpose[]) =>
  purposes.map((one, index) => stepOf(one, [], `s${index + 1}`, () => 'password'));
const draftOf = (phrase: string, ...purposes: readonly Purpose[]): Draft => {
  const made = steps(...purposes);
  return { ...Draft.create({ name: phrase }), phrases: [phrase], steps: made, proposals: proposalsFor(phrase, made) };
};
const sentences = (draft: Draft) => draft.steps.map(({ step }) => step?.sentence);
const code = (name: string) => expect.objectContaining({ code: name });

describe('proposals', () => {
  const proposed = (phrase: string, ...purposes: readonly Purpose[]) =>
    draftOf(phrase, ...purposes).proposals.map(({ slot, value, likely }) => [slot?.name, slot?.type, value, likely]);

  it('line the words of the name up with what was typed', () => {
    expect(proposed('search cats on youtube', type('cats'))).toEqual([['query', 'SLOT_TYPE_TEXT', 'cats', true]]);
    expect(proposed('Search CATS', type('cats'))).toEqual([['query', 'SLOT_TYPE_TEXT', 'cats', true]]);
    expect(proposed('look something up', type('cats'))).toEqual([['query', 'SLOT_TYPE_TEXT', 'cats', false]]);
  });

  it('find a value within what was typed', () => {
    const note = type('Dear Ada Byron, welcome', sight('ROLE_TEXT_AREA'));
    expect(proposed('write a letter to Ada Byron', note)).toMatchObject([
      [expect.any(String), 'SLOT_TYPE_TEXT', 'Ada Byron', true],
    ]);
  });

  it('know kinds of values, and name each by its field', () => {
    const due = type('2026-12-01', sight('ROLE_TEXT_FIELD', { label: 'Due date:' }));
    const sum = type('12.50 EUR', sight('ROLE_TEXT_FIELD', { label: 'Total amount' }));
    expect(proposed('invoice', due, sum)).toEqual([
      ['due_date', 'SLOT_TYPE_DATE', '2026-12-01', false],
      ['total_amount', 'SLOT_TYPE_MONEY', '12.50 EUR', false],
    ]);
  });

  it('see the record that was meant, and take no name of a button for one', () => {
    const open = sight('ROLE_BUTTON', { text: 'Open', row: ['Grace Hopper', 'New York'] });
    expect(proposed('open the card of Grace Hopper', click(open))).toEqual([
      ['record', 'SLOT_TYPE_RECORD', 'Grace Hopper', true],
    ]);
    expect(proposed('show it', click(open))).toEqual([]);
    expect(proposed('open the report Costs', click(sight('ROLE_LINK', { text: 'Costs' })))).toMatchObject([
      [expect.any(String), 'SLOT_TYPE_TEXT', 'Costs', true],
    ]);
  });

  it('say each value once, for all its steps', () => {
    expect(draftOf('x', type('cats'), type('cats')).proposals).toMatchObject([{ stepIds: ['s1', 's2'] }]);
  });

  it('leave secrets alone', () => {
    expect(proposed('log in', type('', sight('ROLE_TEXT_FIELD', { label: 'Password' }), true))).toEqual([]);
  });
});

describe('a change of a draft', () => {
  const draft = draftOf('search cats', type('cats'), click(sight('ROLE_BUTTON', { text: 'Find' })));

  it('makes a proposal a slot wherever its value stands', () => {
    const next = edited(draft, { $case: 'accept', value: { proposals: [{ id: 'p1', name: '' }] } });
    expect(next).toMatchObject({
      name: 'search {query}',
      phrases: ['search {query}'],
      slots: [{ name: 'query' }],
      proposals: [],
    });
    expect(sentences(next)[0]).toBe('Type {query} into Search');
    expect(next.steps[0]?.step).toMatchObject({
      action: { verb: { value: { text: '{query}' } } },
      checks: [{ what: { $case: 'holds', value: '{query}' } }],
    });
    expect(draft.phrases).toEqual(['search cats']);
    const named = edited(draft, { $case: 'accept', value: { proposals: [{ id: 'p1', name: 'word' }] } });
    expect(named.phrases).toEqual(['search {word}']);
  });

  it('keeps of a record only what is said of it', () => {
    const open = sight('ROLE_BUTTON', { text: 'Edit', row: ['Grace Hopper', 'New York'] });
    const of = draftOf('change Grace Hopper', click(open));
    const next = edited(of, { $case: 'accept', value: { proposals: [{ id: 'p1', name: 'person' }] } });
    expect(next.steps[0]?.step?.target?.row?.texts).toEqual(['{person}']);
  });

  it('removes, reorders, relabels and marks steps', () => {
    expect(sentences(edited(draft, { $case: 'remove', value: { stepIds: ['s1'] } }))).toEqual(['Click Find']);
    expect(edited(draft, { $case: 'remove', value: { stepIds: ['s1'] } }).proposals).toEqual([]);
    expect(sentences(edited(draft, { $case: 'reorder', value: { stepIds: ['s2', 's1'] } }))).toEqual([
      'Click Find',
      'Type "cats" into Search',
    ]);
    expect(sentences(edited(draft, { $case: 'relabel', value: { stepId: 's2', sentence: 'Look' } }))[1]).toBe('Look');
    for (const flag of ['optional', 'sensitive', 'irreversible'] as const) {
      expect(edited(draft, { $case: flag, value: { stepId: 's1', on: true } }).steps[0]?.step?.[flag]).toBe(true);
    }
  });

  it('inserts a wait, and changes checks and texts', () => {
    const wait = SkillStep.fromPartial({ action: { verb: { $case: 'waitFor', value: { limitMs: 2_000 } } } });
    const waited = edited(draft, { $case: 'insert', value: { afterStepId: 's1', step: wait } });
    expect(sentences(waited)).toEqual(['Type "cats" into Search', 'Wait 2 s', 'Click Find']);
    expect(new Set(waited.steps.map(({ step }) => step?.id)).size).toBe(3);
    expect(edited(draft, { $case: 'checks', value: { stepId: 's1', checks: [] } }).steps[0]?.step?.checks).toEqual([]);
    expect(sentences(edited(draft, { $case: 'text', value: { stepId: 's1', text: 'dogs' } }))[0]).toBe(
      'Type "dogs" into Search',
    );
  });

  it('remembers another element', () => {
    const other = sight('ROLE_BUTTON', { text: 'Go' });
    const next = corrected(draft, 's2', other);
    expect(next.steps[1]?.step).toMatchObject({ sentence: 'Click Go', target: other.target });
    expect(() => corrected(draft, 's9', other)).toThrow(code('draft.invalid'));
  });

  it.each([
    ['a step that is not there', { $case: 'remove', value: { stepIds: ['s9'] } }],
    ['an order that leaves one out', { $case: 'reorder', value: { stepIds: ['s1'] } }],
    ['an order that says one twice', { $case: 'reorder', value: { stepIds: ['s1', 's1'] } }],
    ['an empty sentence', { $case: 'relabel', value: { stepId: 's1', sentence: ' ' } }],
    ['a proposal that is not there', { $case: 'accept', value: { proposals: [{ id: 'p9', name: '' }] } }],
    ['a slot that cannot be named so', { $case: 'accept', value: { proposals: [{ id: 'p1', name: 'a b' }] } }],
    ['a text for a step that types none', { $case: 'text', value: { stepId: 's2', text: 'x' } }],
    ['a step that does nothing', { $case: 'insert', value: { afterStepId: '', step: undefined } }],
  ] as const)('is refused for %s', (_, edit) => {
    expect(() => edited(draft, structuredClone(edit) as Parameters<typeof edited>[1])).toThrow(code('draft.invalid'));
  });

  it('becomes a skill with the slots that it uses', () => {
    const slotted = edited(draft, { $case: 'accept', value: { proposals: [{ id: 'p1', name: '' }] } });
    expect(skillOf(slotted, undefined)).toMatchObject({
      name: 'search {query}',
      version: 0,
      slots: [{ name: 'query' }],
      steps: [{ id: 's1' }, { id: 's2' }],
    });
    const without = edited(edited(slotted, { $case: 'remove', value: { stepIds: ['s1'] } }), {
      $case: 'rename',
      value: { name: 'Find', phrases: ['find it'] },
    });
    expect(skillOf(without, undefined).slots).toEqual([]);
    expect(() => skillOf({ ...draft, steps: [] }, undefined)).toThrow(code('draft.invalid'));
  });
});

describe('a second demonstration', () => {
  const first = edited(draftOf('search cats', type('cats'), click(sight('ROLE_BUTTON', { text: 'Find' }))), {
    $case: 'accept',
    value: { proposals: [{ id: 'p1', name: '' }] },
  });
  const skill: Skill = { ...skillOf(first, undefined), id: 'skill_1', version: 3 };

  it('makes optional what only one of them shows', () => {
    const banner = click(sight('ROLE_BUTTON', { text: 'Accept cookies' }));
    const again = merged(
      skill,
      draftOf('search dogs', banner, type('dogs'), click(sight('ROLE_BUTTON', { text: 'Find' }))),
    );
    expect(again.steps.map(({ step }) => [step?.sentence, step?.optional])).toEqual([
      ['Click Accept cookies', true],
      ['Type {query} into Search', false],
      ['Click Find', false],
    ]);
    expect(new Set(again.steps.map(({ step }) => step?.id)).size).toBe(3);
    expect(again).toMatchObject({ skillId: 'skill_1', skillVersion: 3, phrases: ['search {query}'] });
    const shorter = merged(skill, draftOf('search dogs', type('dogs')));
    expect(shorter.steps.map(({ step }) => step?.optional)).toEqual([false, true]);
  });

  it('proposes what differs, and keeps other looks beside the first', () => {
    const constant: Skill = { ...skill, steps: skillOf(draftOf('search', type('cats')), undefined).steps };
    const again = merged(constant, draftOf('search', type('dogs')));
    expect(again.proposals).toMatchObject([{ value: 'cats', likely: true, stepIds: ['s1'], slot: { name: 'query' } }]);
    expect(again.steps[0]?.step?.alternatives).toHaveLength(1);
    expect(merged(constant, draftOf('search', type('cats'))).proposals).toEqual([]);
  });

  it('keeps only checks that held both times', () => {
    const said = (text: string): Skill['steps'][number]['checks'] => [
      {
        what: {
          $case: 'appears',
          value: { text, role: 'ROLE_HEADING', ordinal: 0, relation: undefined, exact: false },
        },
        limitMs: 0,
      },
    ];
    const known: Skill = { ...skill, steps: skill.steps.map((step) => ({ ...step, checks: said('Results') })) };
    const shown = draftOf('search dogs', type('dogs'), click(sight('ROLE_BUTTON', { text: 'Find' })));
    const both = {
      ...shown,
      steps: shown.steps.map((one, index) => ({
        ...one,
        step: one.step && { ...one.step, checks: said(index === 0 ? 'Results' : 'Offers') },
      })),
    };
    expect(merged(known, both).steps.map(({ step }) => step?.checks.length)).toEqual([1, 0]);
  });
});

describe('checks', () => {
  const appeared = (role: 'ROLE_HEADING' | 'ROLE_DIALOG' | 'ROLE_TEXT', text: string, y = 300): Change =>
    Change.fromPartial({
      kind: 'CHANGE_KIND_APPEARED',
      after: { role, text, box: { x: 0, y, width: 200, height: 20 } },
    });
  const save = click(sight('ROLE_BUTTON', { text: 'Save' }));

  it('take the surest sign, and one', () => {
    const changes = [appeared('ROLE_TEXT', 'All is well here'), appeared('ROLE_HEADING', 'Customer saved')];
    expect(checksFor(save, changes)).toMatchObject([{ what: { $case: 'appears', value: { text: 'Customer saved' } } }]);
    expect(checksFor(save, changes.slice(0, 1))).toMatchObject([{ what: { value: { text: 'All is well here' } } }]);
    expect(checksFor(save, changes.slice(0, 1), { written: ['well'] })).toEqual([]);
  });

  it('take nothing that is another one the next time, or only shows under the pointer', () => {
    expect(
      checksFor(save, [appeared('ROLE_HEADING', 'Order 1042'), appeared('ROLE_TEXT', 'Save the file', 20)]),
    ).toEqual([]);
  });

  it('take nothing for a heading that was typed: it is a value of the task, and looks as it likes', () => {
    const changes = [appeared('ROLE_HEADING', 'Buy milk')];
    expect(checksFor(save, changes)).toMatchObject([{ what: { value: { text: 'Buy milk' } } }]);
    expect(checksFor(save, changes, { written: ['buy milk and bread'] })).toEqual([]);
  });

  it('take nothing of what was behind a window that went: it was there, and may be anything another time', () => {
    const changes = [appeared('ROLE_HEADING', 'Another page')];
    expect(checksFor({ ...save, closed: true }, changes)).toEqual([]);
    const went: Change = { ...appeared('ROLE_DIALOG', 'Save as'), kind: 'CHANGE_KIND_DISAPPEARED', after: undefined };
    const dialog = { ...went, before: appeared('ROLE_DIALOG', 'Save as').after };
    expect(checksFor({ ...save, closed: true }, [...changes, dialog])).toMatchObject([{ what: { $case: 'gone' } }]);
  });

  it('take nothing of other windows: what a new one left of them reads like something new', () => {
    const changes = [appeared('ROLE_HEADING', 'Behind it', 600), appeared('ROLE_TEXT', 'File name', 150)];
    const window = { application: 'editor', title: '', box: { x: 0, y: 0, width: 400, height: 100 } };
    const opened = { ...window, box: { x: 0, y: 100, width: 400, height: 300 } };
    expect(checksFor({ ...save, window, opened: [opened] }, changes)).toMatchObject([
      { what: { value: { text: 'File name' } } },
    ]);
    expect(checksFor({ ...save, window }, changes)).toEqual([]);
  });

  it('take what is near where the next step acts, and no caption for a heading', () => {
    const changes = [
      appeared('ROLE_HEADING', 'Encoding:', 700),
      appeared('ROLE_TEXT', 'Other places', 400),
      appeared('ROLE_TEXT', 'File name', 150),
    ];
    const next = { x: 100, y: 150, width: 300, height: 30 };
    expect(checksFor(save, changes, { next })).toMatchObject([{ what: { value: { text: 'File name' } } }]);
  });

  it('see a dialog go', () => {
    const gone = Change.fromPartial({
      kind: 'CHANGE_KIND_DISAPPEARED',
      before: { role: 'ROLE_DIALOG', text: 'Really delete' },
    });
    expect(checksFor(save, [gone])).toMatchObject([{ what: { $case: 'gone' } }]);
  });

  it('read back what was typed, when it is all that the field holds', () => {
    const full = sight('ROLE_TEXT_FIELD', { label: 'Name', text: 'Bob' });
    expect(checksFor(type('Ada'), [])).toMatchObject([{ what: { $case: 'holds', value: 'Ada' } }]);
    expect(checksFor(type('Ada', full), [])).toEqual([]);
    expect(checksFor(type('', full, true), [])).toEqual([]);
  });
});
