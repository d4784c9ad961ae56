// What is shown survives the death of everything between the person and the store.
import { eventually } from '@karna/common/testing';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type BreakableWorld, openDistributed } from '../world/index.ts';
import { Person } from './person.ts';

const patienceMs = 600_000;
const patient = { timeoutMs: patienceMs };

let world: BreakableWorld;
beforeAll(async () => {
  world = await openDistributed();
}, patienceMs);
afterAll(() => world?.close(), patienceMs);

test('a recording goes on when the gateway, then the agent, is killed in the middle', {
  timeout: patienceMs,
}, async () => {
  const client = await world.connect();
  const person = new Person(world.display);
  const { id } = await client.teaching.start('press keys', patient);
  const keys: string[] = [];
  const watching = (async () => {
    for await (const { act } of client.teaching.watch(id)) {
      if (act?.what?.$case === 'chord') keys.push(`${act.what.value.chord}${act.gap ? ' after a gap' : ''}`);
    }
  })();
  const shown = (count: number) =>
    eventually(() => (keys.length >= count ? undefined : `act ${count} of ${keys}`), {
      timeoutMs: 120_000,
      everyMs: 100,
    });

  await person.press('F2');
  await shown(1);
  const killed = world.kill('gateway');
  await person.press('F3');
  await killed;
  await shown(2);
  await person.press('F4');
  await shown(3);

  await world.killAgent();
  await person.press('F6'); // nobody sees it
  await world.startAgent();
  await eventually(
    async () => {
      await person.press('F7');
      return keys.length >= 4 ? undefined : 'an act after the agent came back';
    },
    { timeoutMs: 120_000, everyMs: 2_000 },
  );
  await client.teaching.stop(id, patient);
  await watching;
  expect(keys.slice(0, 4)).toEqual(['F2', 'F3', 'F4', 'F7 after a gap']);
  const { recording, acts } = await client.teaching.recording(id);
  expect(recording.state).toBe('RECORDING_STATE_STOPPED');
  expect(acts.map(({ number }) => number)).toEqual(Array.from({ length: recording.acts }, (_, index) => index + 1));
});

test('ends as interrupted, with what was seen, when it is stopped without its agent', {
  timeout: patienceMs,
}, async () => {
  const client = await world.connect();
  const person = new Person(world.display);
  const { id } = await client.teaching.start('press keys', patient);
  await person.press('F2');
  await eventually(async () => ((await client.teaching.recording(id)).acts.length === 1 ? undefined : 'the act'), {
    timeoutMs: 120_000,
    everyMs: 100,
  });
  await world.killAgent();
  await eventually(
    async () => ((await client.desktops()).some(({ online }) => online) ? 'the desktop to be offline' : undefined),
    { timeoutMs: 60_000, everyMs: 100 },
  );
  expect(await client.teaching.stop(id, patient)).toMatchObject({ state: 'RECORDING_STATE_INTERRUPTED', acts: 1 });
  await expect(client.teaching.start('something', patient)).rejects.toMatchObject({ code: 'desktop.offline' });
  expect(await client.teaching.recordings({ active: true })).toEqual([]);
  await world.startAgent();
});
