// Shown once by real input on a real desktop: what is recorded, what is learned, and what is not kept.
import type { KarnaClient } from '@karna/client';
import { Draft } from '@karna/proto/gen/recording/v1/draft';
import { Act } from '@karna/proto/gen/recording/v1/recording';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { describe as describeTask, done } from '../scenarios/stage.ts';
import { openStandalone, type World } from '../world/index.ts';
import { type Office, openOffice } from './office.ts';
import { Person } from './person.ts';

/** Everything here waits for a person's pace and for vision, on a machine that may be busy with other things (ms). */
const patienceMs = 600_000;
const secret = 'hunter2x';

describe('Karna, shown something,', () => {
  let world: World;
  let office: Office;
  let client: KarnaClient;
  let person: Person;
  beforeAll(async () => {
    office = await openOffice();
    world = await openStandalone();
    client = await world.connect();
    person = new Person(world.display);
  }, patienceMs);
  afterAll(async () => {
    await world?.close();
    await office?.close();
  }, patienceMs);

  const patient = { timeoutMs: patienceMs };
  const show = async (path: string, heading: string) => {
    await done({ client }, `open ${office.url}${path}`);
    await done({ client }, `wait until "${heading}" appears`);
  };
  /** As the page says, once it has told. */
  const placeOf = async (id: string) => {
    await person.look(600);
    return office.placeOf(id);
  };
  /** Of what belongs to no page. */
  const seen = async (text: string) => {
    const { candidates, similar } = await client.find(text, '', patient);
    const point = candidates[0]?.point;
    if (!point) throw new Error(`${text} is not on the screen; like it: ${similar.join(', ')}`);
    return point;
  };
  const taught = async (name: string, demonstrate: () => Promise<void>) => {
    const { id } = await client.teaching.start(name, patient);
    const watched: Act[] = [];
    const watching = (async () => {
      for await (const { act } of client.teaching.watch(id)) if (act) watched.push(act);
    })();
    await demonstrate();
    await person.look();
    const { acts: count } = await client.teaching.stop(id, patient);
    await watching;
    const { acts } = await client.teaching.recording(id, patient);
    expect(acts.map(({ number }) => number)).toEqual(Array.from({ length: count }, (_, index) => index + 1));
    expect(watched.map(({ number }) => number)).toEqual(acts.map(({ number }) => number));
    const startedMs = performance.now();
    const draft = await client.teaching.learn(id, patient);
    return { draft, acts, learnedMs: performance.now() - startedMs };
  };
  const sentences = (draft: Draft) => draft.steps.map(({ step }) => step?.sentence);

  test('makes one step of a focus click, slips and typing, and proposes the value', {
    timeout: patienceMs,
  }, async () => {
    await show('/search', 'Library');
    const { x, y } = await placeOf('q');
    const { draft, acts } = await taught('search cats in the library', async () => {
      await person.click(x, y);
      await person.type('cas');
      await person.press('BackSpace');
      await person.type('ts');
      await person.press('Return');
    });
    expect(office.records.at(-1)).toEqual({ page: 'search', query: 'cats' });
    expect(acts.every(({ before, after, window }) => before && after && window?.application === 'Chromium')).toBe(true);
    expect(sentences(draft)).toEqual(['Type "cats" into Search', 'Press Enter']);
    expect(draft.steps[0]?.step?.checks).toMatchObject([{ what: { $case: 'holds', value: 'cats' } }]);
    expect(draft.steps[1]?.step?.checks).toMatchObject([{ what: { $case: 'appears', value: { text: 'Results' } } }]);
    expect(draft.proposals).toMatchObject([{ value: 'cats', likely: true, slot: { name: 'query' } }]);
    expect(await client.skills()).toEqual([]);

    const slotted = await client.teaching.edit(draft, {
      $case: 'accept',
      value: { proposals: [{ id: draft.proposals[0]?.id ?? '', name: '' }] },
    });
    const skill = await client.teaching.accept(slotted);
    expect(skill).toMatchObject({ name: 'search {query} in the library', slots: [{ name: 'query' }] });
    expect(await client.teaching.drafts()).toEqual([]);

    await show('/search', 'Library');
    await done({ client }, 'search dogs in the library');
    expect(office.records.at(-1)).toEqual({ page: 'search', query: 'dogs' });
  });

  test('knows choices, ticks and buttons, and keeps nothing of a password', { timeout: patienceMs }, async () => {
    await show('/new', 'New customer');
    const [name, city, password, letter, save] = [
      await placeOf('name'),
      await placeOf('city'),
      await placeOf('password'),
      await placeOf('letter'),
      await placeOf('save'),
    ];
    const { draft, acts, learnedMs } = await taught('add customer Ada Byron from Lisbon', async () => {
      await person.click(name.x, name.y);
      await person.type('Ada Byron');
      await person.click(city.x, city.y);
      const option = await seen('Lisbon');
      await person.click(option.x, option.y);
      await person.click(password.x, password.y);
      await person.type(secret);
      await person.click(letter.x, letter.y);
      await person.click(save.x, save.y);
    });
    expect(office.records.at(-1)).toEqual({
      page: 'new',
      name: 'Ada Byron',
      city: 'Lisbon',
      password: secret,
      letter: 'true',
    });
    process.stdout.write(
      `learned ${draft.steps.length} steps in ${Math.round(learnedMs)} ms\n${sentences(draft).join('\n')}\n`,
    );
    expect(sentences(draft)).toEqual([
      'Type "Ada Byron" into Name',
      'Select "Lisbon" from City',
      'Type {password} into Password',
      'Check Newsletter',
      'Click Save customer',
    ]);
    expect(draft.slots).toMatchObject([{ name: 'password', type: 'SLOT_TYPE_SECRET' }]);
    expect(draft.steps[2]?.step?.sensitive).toBe(true);
    const kept = JSON.stringify([acts.map((act) => Act.toJSON(act)), Draft.toJSON(draft)]);
    expect(kept).not.toContain(secret);
    expect(kept).not.toContain([...secret].map((key) => `"${key}"`).join(','));
    expect(draft.proposals.map(({ value, likely }) => [value, likely])).toEqual([
      ['Ada Byron', true],
      ['Lisbon', true],
    ]);
  });

  test('knows the record that a button belongs to', { timeout: patienceMs }, async () => {
    await show('/people', 'People');
    const { x, y } = await placeOf('Grace');
    const { draft } = await taught('open the card of Grace Hopper', () => person.click(x, y));
    expect(office.records.at(-1)).toEqual({ page: 'people', opened: 'Grace Hopper' });
    expect(sentences(draft)).toEqual(['Click Open']);
    expect(draft.steps[0]?.step?.target?.row?.texts).toContain('Grace Hopper');
    expect(draft.proposals).toContainEqual(
      expect.objectContaining({
        value: 'Grace Hopper',
        likely: true,
        slot: expect.objectContaining({ type: 'SLOT_TYPE_RECORD' }),
      }),
    );

    const id = draft.proposals.find(({ value }) => value === 'Grace Hopper')?.id ?? '';
    const slotted = await client.teaching.edit(draft, {
      $case: 'accept',
      value: { proposals: [{ id, name: 'person' }] },
    });
    await client.teaching.accept(slotted);
    await show('/people', 'People');
    // Who asked for it leaves in the middle: it goes on, and anybody finds it again.
    const leaving = await world.connect();
    const asked = await leaving.run('open the card of Alan Turing');
    await leaving.close();
    expect(describeTask(await client.waitFor(asked.id))).toBe('completed');
    expect(office.records.at(-1)).toEqual({ page: 'people', opened: 'Alan Turing' });
  });

  test('refuses what cannot be taught now', { timeout: patienceMs }, async () => {
    const { id } = await client.teaching.start('nothing at all', patient);
    await expect(client.teaching.start('something else')).rejects.toMatchObject({ code: 'recording.running' });
    await expect(client.run('press Escape')).rejects.toMatchObject({ code: 'desktop.busy' });
    await expect(client.teaching.learn(id)).rejects.toMatchObject({ code: 'recording.state' });
    await client.teaching.stop(id, patient);
    await expect(client.teaching.learn(id)).rejects.toMatchObject({ code: 'recording.empty' });
    await done({ client }, 'press Escape');
  });
});
