import { DomainError } from '@karna/common/errors';
import { quiet } from '@karna/common/log';
import { type FakeClock, fakeClock } from '@karna/common/testing';
import type { Act } from '@karna/proto/gen/recording/v1/recording';
import { Change } from '@karna/proto/gen/vision/v1/element';
import { beforeEach, describe, expect, it } from 'vitest';
import {
  MemoryDrafts,
  MemoryRecorders,
  MemoryRecordings,
  MemoryScreenReader,
  MemoryTaughtSkills,
  memoryBook,
} from './adapters/memory/teaching.ts';
import type { Sight } from './domain/learning/purposes.ts';
import { acts, chord, editor, picture, press, secret, sight, typed } from './domain/learning/testing.ts';
import { Events } from './events.ts';
import { Teaching } from './teaching.ts';
import type { TeachingParts } from './use-cases/teaching/parts.ts';
import { endForsaken } from './use-cases/teaching/record.ts';

let clock: FakeClock;
let recordings: MemoryRecordings;
let recorders: MemoryRecorders;
let skills: MemoryTaughtSkills;
let reader: MemoryScreenReader;
let parts: TeachingParts;
let teaching: Teaching;
const never = new AbortController().signal;
const fails = (code: string) => expect.objectContaining({ code });

beforeEach(() => {
  clock = fakeClock(new Date('2026-01-01T00:00:00Z'));
  recordings = new MemoryRecordings(clock);
  recorders = new MemoryRecorders();
  skills = new MemoryTaughtSkills();
  reader = new MemoryScreenReader();
  parts = {
    recordings,
    recorders,
    drafts: new MemoryDrafts(),
    skills,
    book: memoryBook,
    reader,
    clock,
    events: new Events(quiet),
    recordingGoneMs: 600_000,
  };
  teaching = new Teaching(parts);
});

const start = (more: { name?: string; skillId?: string } = {}) =>
  teaching.start({ name: 'search cats', desktopId: 'desktop_1', skillId: '', principal: 'ada', ...more });
const steer = (recordingId: string, verb: 'PAUSE' | 'RESUME' | 'STOP' | 'DISCARD') =>
  teaching.steer({ recordingId, verb: `RECORDING_VERB_${verb}` });
const offline = new DomainError('desktop.offline', 'no agent');

describe('a recording', () => {
  it('is ordered from the agent, held, gone on with and ended', async () => {
    const { id } = await start();
    await steer(id, 'PAUSE');
    await steer(id, 'RESUME');
    expect(await steer(id, 'STOP')).toMatchObject({ state: 'RECORDING_STATE_STOPPED' });
    expect(recorders.orders.map(({ state }) => state)).toEqual([
      'RECORDING_STATE_RUNNING',
      'RECORDING_STATE_PAUSED',
      'RECORDING_STATE_RUNNING',
      'RECORDING_STATE_STOPPED',
    ]);
    expect((await steer(id, 'STOP')).id).toBe(id);
    await expect(steer(id, 'PAUSE')).rejects.toEqual(fails('recording.state'));
  });

  it.each(['desktop.offline', 'action.unsupported'] as const)(
    'is forgotten when the agent answers %s',
    async (code) => {
      recorders.failure = new DomainError(code, 'no');
      await expect(start()).rejects.toEqual(fails(code));
      expect(await recordings.active()).toEqual([]);
    },
  );

  it('is held and ended without its agent, as what was seen', async () => {
    const { id } = await start();
    recorders.failure = offline;
    expect(await steer(id, 'PAUSE')).toMatchObject({ state: 'RECORDING_STATE_PAUSED' });
    await expect(steer(id, 'RESUME')).rejects.toEqual(fails('desktop.offline'));
    expect(await steer(id, 'STOP')).toMatchObject({ state: 'RECORDING_STATE_INTERRUPTED' });
  });

  it('is forgotten on request, here and on the desktop', async () => {
    const { id } = await start();
    await steer(id, 'DISCARD');
    expect(recorders.orders.at(-1)).toMatchObject({ discard: true });
    await expect(steer(id, 'STOP')).rejects.toEqual(fails('recording.not_found'));
  });

  it('ends when its agent has been gone for long', async () => {
    const { id } = await start();
    await endForsaken(parts, () => 599_000);
    expect(await recordings.active()).toHaveLength(1);
    await endForsaken(parts, () => 601_000);
    expect(await recordings.get(id)).toMatchObject({ state: 'RECORDING_STATE_INTERRUPTED' });
  });

  it('needs a name, a desktop and, once more, a skill that is there', async () => {
    await expect(start({ name: ' ' })).rejects.toEqual(fails('input.invalid'));
    await expect(start({ skillId: 'skill_none' })).rejects.toEqual(fails('skill.not_found'));
    expect(recorders.orders).toEqual([]);
  });
});

const see = (at: number, ...sights: readonly Sight[]) =>
  reader.seen.set(
    picture(at),
    sights.map(({ element, target, unique }) => ({ element, target, unique })),
  );
const search = sight('ROLE_TEXT_FIELD', { label: 'Search', at: [0, 0] });

const shown = async (recorded: readonly Act[], more: { name?: string; skillId?: string } = {}) => {
  const { id } = await start(more);
  recordings.record(id, recorded);
  await steer(id, 'STOP');
  return teaching.learn(id, never);
};
const searching = (text: string) => acts([press(), editor], [typed(text), editor], [chord('Enter'), editor]);

describe('learning', () => {
  it('makes a draft, and no skill', async () => {
    see(0, search);
    const heading = Change.fromPartial({
      kind: 'CHANGE_KIND_APPEARED',
      after: { role: 'ROLE_HEADING', text: 'Results' },
    });
    reader.changed.set(`${picture(2)} ${picture(3)}`, [heading]);
    const draft = await shown(searching('cats'));
    expect(draft.steps.map(({ step }) => step?.sentence)).toEqual(['Type "cats" into Search', 'Press Enter']);
    expect(draft.steps[1]?.step?.checks).toMatchObject([{ what: { value: { text: 'Results' } } }]);
    expect(draft).toMatchObject({ name: 'search cats', proposals: [{ value: 'cats', likely: true }] });
    expect(skills.all.size).toBe(0);
  });

  it('finds the field that was reached by keys, and leaves those out', async () => {
    see(0, search);
    const name = sight('ROLE_TEXT_FIELD', { label: 'Name', at: [0, 100] });
    see(3, name);
    const written = { ...name.element, text: 'Ada' };
    reader.changed.set(`${picture(2)} ${picture(4)}`, [
      Change.fromPartial({ kind: 'CHANGE_KIND_TEXT', after: written }),
    ]);
    see(2, name);
    const recorded = acts([press(), editor], [typed('x'), editor], [chord('Tab'), editor], [typed('Ada'), editor]);
    const draft = await shown(recorded);
    expect(draft.steps.map(({ step }) => step?.sentence)).toEqual(['Type "x" into Search', 'Type "Ada" into Name']);
  });

  it('keeps the keys where the field is not known, and says so', async () => {
    see(0, search);
    const draft = await shown(
      acts([press(), editor], [typed('x'), editor], [chord('Tab'), editor], [typed('Ada'), editor]),
    );
    expect(draft.steps.map(({ step }) => step?.sentence)).toEqual(['Type "x" into Search', 'Press Tab', 'Type "Ada"']);
    expect(draft.steps[2]?.doubts).toHaveLength(1);
  });

  it('makes a slot of a secret, since nothing else is left of it', async () => {
    see(0, sight('ROLE_TEXT_FIELD', { label: 'Password', at: [0, 0] }));
    const draft = await shown(acts([press(), editor], [secret, editor]));
    expect(draft).toMatchObject({ slots: [{ name: 'password', type: 'SLOT_TYPE_SECRET' }], proposals: [] });
    expect(draft.steps[0]?.step).toMatchObject({
      sensitive: true,
      action: { verb: { value: { text: '{password}' } } },
    });
  });

  it('is refused while the recording goes on, and for nothing', async () => {
    const { id } = await start();
    await expect(teaching.learn(id, never)).rejects.toEqual(fails('recording.state'));
    await steer(id, 'STOP');
    await expect(teaching.learn(id, never)).rejects.toEqual(fails('recording.empty'));
    const silent = acts([press(), editor, { after: picture(0) }]);
    await expect(shown(silent)).rejects.toEqual(fails('recording.empty'));
  });

  it('stops when nobody waits any more', async () => {
    see(0, search);
    const { id } = await start();
    recordings.record(id, searching('cats'));
    await steer(id, 'STOP');
    await expect(teaching.learn(id, AbortSignal.abort(new DomainError('request.cancelled', 'gone')))).rejects.toEqual(
      fails('request.cancelled'),
    );
  });
});

describe('a draft', () => {
  beforeEach(() => void see(0, search));

  it('is changed, undone and redone over the version that was read', async () => {
    const draft = await shown(searching('cats'));
    const removed = await teaching.edit(draft.id, draft.version, {
      what: { $case: 'remove', value: { stepIds: ['step_2'] } },
    });
    expect(removed.steps).toHaveLength(1);
    await expect(teaching.edit(draft.id, draft.version, { what: { $case: 'undo', value: true } })).rejects.toEqual(
      fails('draft.stale'),
    );
    const undone = await teaching.edit(draft.id, removed.version, { what: { $case: 'undo', value: true } });
    expect(undone.steps).toHaveLength(2);
    const redone = await teaching.edit(draft.id, undone.version, { what: { $case: 'redo', value: true } });
    expect(redone.steps).toHaveLength(1);
  });

  it('remembers the element anew in a box that somebody drew', async () => {
    const draft = await shown(searching('cats'));
    const other = sight('ROLE_TEXT_FIELD', { label: 'Filter', at: [300, 300] });
    see(0, search, other);
    const box = { x: 300, y: 300, width: 100, height: 24 };
    const edit = { what: { $case: 'correctBox', value: { stepId: 'step_1', box } } } as const;
    const corrected = await teaching.edit(draft.id, draft.version, edit);
    expect(corrected.steps[0]).toMatchObject({ box, step: { sentence: 'Type "cats" into Filter' } });
    const nowhere = { what: { $case: 'correctBox', value: { stepId: 'step_1', box: { ...box, x: 1 } } } } as const;
    await expect(teaching.edit(draft.id, corrected.version, nowhere)).rejects.toEqual(fails('element.none'));
  });

  it('becomes a skill, then the next version of it, and is gone', async () => {
    const draft = await shown(searching('cats'));
    const slotted = await teaching.edit(draft.id, draft.version, {
      what: { $case: 'accept', value: { proposals: [{ id: 'p1', name: '' }] } },
    });
    const skill = await teaching.accept(draft.id, slotted.version, 'ada');
    expect(skill).toMatchObject({ name: 'search {query}', version: 1, slots: [{ name: 'query' }] });
    await expect(teaching.accept(draft.id, slotted.version, 'ada')).rejects.toEqual(fails('draft.not_found'));

    const again = await shown(searching('dogs'), { name: 'search dogs', skillId: skill.id });
    expect(await teaching.accept(again.id, again.version, 'ada')).toMatchObject({
      id: skill.id,
      version: 2,
      phrases: ['search {query}'],
    });
    await expect(shown(searching('dogs'), { skillId: 'skill_none' })).rejects.toEqual(fails('skill.not_found'));
  });

  it('of a skill is that skill, to be changed', async () => {
    const draft = await shown(searching('cats'));
    const { id } = await teaching.accept(draft.id, draft.version, 'ada');
    const revised = await teaching.revise(id);
    const renamed = await teaching.edit(revised.id, revised.version, {
      what: { $case: 'rename', value: { name: 'Look up', phrases: [] } },
    });
    expect(await teaching.accept(revised.id, renamed.version, 'ada')).toMatchObject({
      id,
      name: 'Look up',
      version: 2,
    });
    await expect(teaching.accept((await teaching.revise(id)).id, 9, 'ada')).rejects.toEqual(fails('draft.stale'));
  });

  it('does not go over a skill that changed meanwhile', async () => {
    const draft = await shown(searching('cats'));
    const skill = await teaching.accept(draft.id, draft.version, 'ada');
    const revised = await teaching.revise(skill.id);
    await skills.save(skill);
    await expect(teaching.accept(revised.id, revised.version, 'ada')).rejects.toEqual(fails('skill.stale'));
  });
});
