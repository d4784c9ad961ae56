import { defineConfig } from 'vitest/config';

// Sources run as they are: workspace packages resolve to src/*.ts through the "source" condition.
const source = { resolve: { conditions: ['source'] }, ssr: { resolve: { conditions: ['source'] } } };

/** CI's machines stall for seconds at a time: a test that fails is tried once more there, and its line says so. */
const retry = Number(process.env.KARNA_TEST_RETRY ?? 0);

export default defineConfig({
  test: {
    projects: [
      {
        ...source,
        test: {
          name: 'unit',
          include: ['{proto,packages/*,services/*,apps/*,bench}/**/*.test.ts', 'infra/**/*.test.mjs'],
          exclude: ['**/*.real.test.ts', '**/dist/**', '**/node_modules/**'],
          // Most of their time is waiting: more workers than two cores.
          maxWorkers: 4,
          // A machine that is busy with other work is no failure.
          testTimeout: 20_000,
          retry,
        },
      },
      {
        // Needs real parts (X display, Postgres, NATS, Redis, Chromium): one file at a time, two cores are soon full.
        ...source,
        test: {
          name: 'real',
          include: ['{packages/*,services/*,apps/*}/**/*.real.test.ts', 'integration-tests/**/*.test.ts'],
          exclude: ['**/dist/**', '**/node_modules/**'],
          fileParallelism: false,
          testTimeout: 60_000,
          hookTimeout: 120_000,
          retry,
        },
      },
    ],
  },
});
