import { DomainError } from '@karna/common/errors';
import { expect, test } from 'vitest';
import { learnSkills } from '../../domain/skills/skill-model.ts';
import type { Models, Trainer } from '../../ports.ts';
import { someSkills } from '../../testing/skills.ts';
import { encodeModel } from './model-file.ts';

const [print, otherPrint] = ['0123456789abcdef', 'fedcba9876543210'];
/** Learning takes a moment on a machine that has none to spare (ms). */
const slowMs = 60_000;
const bytesOf = (version: number) => encodeModel(learnSkills({ version, skills: someSkills }));

function newer(bytes: Buffer): Buffer {
  bytes.writeUInt32LE(99, 8);
  return bytes;
}

/** What every keeper of models promises. */
export function modelsContract(open: () => Promise<Models>): void {
  test(
    'keeps models by version, newest first, and gives them back as they were',
    async () => {
      const models = await open();
      expect(await models.versions()).toEqual([]);
      expect(await models.add(bytesOf(1), print)).toBe(1);
      expect(await models.add(bytesOf(1), otherPrint)).toBe(2);
      expect(await models.versions()).toEqual([
        { version: 2, print: otherPrint },
        { version: 1, print },
      ]);
      expect((await models.read(2)).version).toBe(2);
      const again = await models.read(1);
      expect(again.version).toBe(1);
      const said = 'please book a train';
      expect(again.intents.opinion(said)).toEqual(
        learnSkills({ version: 1, skills: someSkills }).intents.opinion(said),
      );
      expect(again.slots.find('book a train to Oslo', 'skill_travel')).toMatchObject([
        { slot: 'city', start: 16, end: 20 },
      ]);
    },
    slowMs,
  );

  test(
    'keeps the newest three',
    async () => {
      const models = await open();
      const bytes = bytesOf(1);
      for (let count = 1; count <= 4; count += 1) await models.add(bytes, print);
      expect((await models.versions()).map(({ version }) => version)).toEqual([4, 3, 2]);
    },
    slowMs,
  );

  test(
    'forgets what is removed, and does not mind what is not there',
    async () => {
      const models = await open();
      await models.add(bytesOf(1), print);
      await models.remove(1);
      await models.remove(1);
      expect(await models.versions()).toEqual([]);
      await expect(models.read(1)).rejects.toThrow();
    },
    slowMs,
  );

  test(
    'gives each of those who add at once a version of its own',
    async () => {
      const models = await open();
      const added = await Promise.all(
        Array.from({ length: 3 }, (_, index) => models.add(bytesOf(1), index % 2 ? print : otherPrint)),
      );
      expect(added.toSorted()).toEqual([1, 2, 3]);
      expect(await models.versions()).toHaveLength(3);
    },
    slowMs,
  );

  test(
    'lets one learn a state of the skills, until it is done or has taken too long',
    async () => {
      const models = await open();
      expect(await models.claim(print, 60_000)).toBe(true);
      expect([await models.claim(print, 60_000), await models.claim(otherPrint, 60_000)]).toEqual([false, true]);
      await models.release(print);
      expect(await models.claim(print, 1)).toBe(true);
      await new Promise((resolve) => setTimeout(resolve, 20));
      expect(await models.claim(print, 1)).toBe(true);
    },
    slowMs,
  );

  test.each([
    ['cut', (bytes: Buffer) => bytes.subarray(0, bytes.length - 100)],
    ['damaged', (bytes: Buffer) => bytes.fill(7, bytes.length - 50)],
    ['empty', () => Buffer.alloc(0)],
    ['something else', () => Buffer.from('this is a letter to a friend, and a long one at that, of no use here')],
    ['of a newer Karna', newer],
  ])(
    'refuses a model that is %s',
    async (_, spoil) => {
      const models = await open();
      await models.add(spoil(Buffer.from(bytesOf(1))), print);
      await expect(models.read(1)).rejects.toEqual(expect.objectContaining({ code: 'model.invalid' }));
    },
    slowMs,
  );
}

/** What every trainer promises. */
export function trainerContract(open: () => Trainer): void {
  const never = new AbortController().signal;

  test(
    'learns, and tells how far it is',
    async () => {
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
    },
    slowMs,
  );

  test(
    'stops when it is told to',
    async () => {
      const stop = new AbortController();
      const training = open().train({
        version: 1,
        skills: someSkills,
        confirmed: [],
        onProgress: () => stop.abort(new DomainError('request.cancelled', 'enough')),
        signal: stop.signal,
      });
      await expect(training).rejects.toEqual(expect.objectContaining({ code: 'request.cancelled' }));
    },
    slowMs,
  );
}
