import { DomainError } from '@karna/common/errors';
import { expect, test } from 'vitest';
import { learnSkills } from '../../domain/skills/skill-model.ts';
import type { Models, Trainer } from '../../ports.ts';
import { someSkills } from '../../testing/skills.ts';
import { encodeModel } from './model-file.ts';

const bytesOf = (version: number) => encodeModel(learnSkills({ version, skills: someSkills }));

function newer(bytes: Buffer): Buffer {
  bytes.writeUInt32LE(99, 8);
  return bytes;
}

/** What every keeper of models promises. */
export function modelsContract(open: () => Promise<Models>): void {
  test('keeps models by version, newest first, and gives them back as they were', async () => {
    const models = await open();
    expect(await models.versions()).toEqual([]);
    await models.write(1, bytesOf(1));
    await models.write(2, bytesOf(2));
    expect(await models.versions()).toEqual([2, 1]);
    const again = await models.read(1);
    expect(again.version).toBe(1);
    const said = 'please book a train';
    expect(again.intents.opinion(said)).toEqual(learnSkills({ version: 1, skills: someSkills }).intents.opinion(said));
    expect(again.slots.find('book a train to Oslo', 'skill_travel')).toMatchObject([
      { slot: 'city', start: 16, end: 20 },
    ]);
  });

  test('keeps the newest three', async () => {
    const models = await open();
    const bytes = bytesOf(1);
    for (const version of [1, 2, 3, 4]) await models.write(version, bytes);
    expect(await models.versions()).toEqual([4, 3, 2]);
  });

  test('forgets what is removed, and does not mind what is not there', async () => {
    const models = await open();
    await models.write(1, bytesOf(1));
    await models.remove(1);
    await models.remove(1);
    expect(await models.versions()).toEqual([]);
    await expect(models.read(1)).rejects.toThrow();
  });

  test.each([
    ['cut', (bytes: Buffer) => bytes.subarray(0, bytes.length - 100)],
    ['damaged', (bytes: Buffer) => bytes.fill(7, bytes.length - 50)],
    ['empty', () => Buffer.alloc(0)],
    ['something else', () => Buffer.from('this is a letter to a friend, and a long one at that, of no use here')],
    ['of a newer Karna', newer],
  ])('refuses a model that is %s', async (_, spoil) => {
    const models = await open();
    await models.write(1, spoil(Buffer.from(bytesOf(1))));
    await expect(models.read(1)).rejects.toEqual(expect.objectContaining({ code: 'model.invalid' }));
  });
}

/** What every trainer promises. */
export function trainerContract(open: () => Trainer): void {
  const never = new AbortController().signal;

  test('learns, and tells how far it is', async () => {
    const shares: number[] = [];
    const bytes = await open().train({
      version: 3,
      skills: someSkills,
      confirmed: [{ skillId: 'skill_report', text: 'numbers of the week' }],
      onProgress: (share) => shares.push(share),
      signal: never,
    });
    expect(Buffer.from(bytes.slice(0, 7)).toString()).toBe('KARNALM');
    expect(shares.at(-1)).toBeCloseTo(1, 5);
    expect(shares.toSorted((a, b) => a - b)).toEqual(shares);
  });

  test('stops when it is told to', async () => {
    const stop = new AbortController();
    const training = open().train({
      version: 1,
      skills: someSkills,
      confirmed: [],
      onProgress: () => stop.abort(new DomainError('request.cancelled', 'enough')),
      signal: stop.signal,
    });
    await expect(training).rejects.toEqual(expect.objectContaining({ code: 'request.cancelled' }));
  });
}
