import { expect, test, vi } from 'vitest';
import { tryPack } from './trial.ts';

// Threads and processes start: seconds, where the machine has much else to do.
vi.setConfig({ testTimeout: 90_000 });

const script = new URL('./testing/scripted-trial.ts', import.meta.url);
const never = new AbortController().signal;
const limits = { longestMs: 60_000, maxBytes: 200 * 1024 ** 2 };
const attempt = (deed: string, changes: Partial<typeof limits> = {}, signal = never) =>
  tryPack({ folder: deed, imageLimits: { maxBytes: 1, maxPixels: 1 } }, signal, {
    script,
    limits: { ...limits, ...changes },
  });

test('lets a pack through that sees the check picture right', () => attempt('good'));

test('refuses one that does not, saying why', () =>
  expect(attempt('bad')).rejects.toMatchObject({
    code: 'model.invalid',
    message: 'the models read 0 of 11 words',
  }));

test('outlives models that crash the process', () =>
  expect(attempt('crash')).rejects.toMatchObject({ code: 'model.invalid', message: expect.stringMatching(/crash/) }));

test('ends models that hang', () =>
  expect(attempt('hang', { longestMs: 500 })).rejects.toMatchObject({
    code: 'model.invalid',
    message: expect.stringMatching(/longer than 0.5 s/),
  }));

test.runIf(process.platform === 'linux')('ends models that take all memory', () =>
  expect(attempt('greedy')).rejects.toMatchObject({
    code: 'model.invalid',
    message: expect.stringMatching(/more than 200 MiB/),
  }),
);

test('gives them nothing of the environment', async () => {
  process.env.KARNA_SECRET_OF_A_TEST = 'hush';
  const { message } = (await attempt('environment').catch((error: Error) => error as Error)) as Error;
  delete process.env.KARNA_SECRET_OF_A_TEST;
  expect(message).toMatch(/ORT_DISABLE_TELEMETRY/);
  expect(message).not.toMatch(/KARNA|HOME|USER/);
});

test('stops when it is called off', async () => {
  const off = new AbortController();
  const trying = attempt('hang', {}, off.signal);
  setTimeout(() => off.abort(), 200);
  await expect(trying).rejects.toMatchObject({ name: 'AbortError' });
});
