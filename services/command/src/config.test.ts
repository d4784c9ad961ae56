import { loadConfig } from '@karna/common/config';
import { expect, test } from 'vitest';
import { commandConfig } from './config.ts';

const needed = {
  KARNA_COMMAND_NATS_URL: 'nats://127.0.0.1:4222',
  KARNA_COMMAND_STORE_TARGET: '127.0.0.1:7001',
  KARNA_COMMAND_LANGUAGE_TARGET: '127.0.0.1:7002',
  KARNA_COMMAND_VISION_TARGET: 'dns:///vision:7003',
};

test('needs to know only where its neighbours are', () => {
  const config = loadConfig(commandConfig, 'KARNA_COMMAND_', needed);
  expect(config).toMatchObject({ bind: '127.0.0.1', workers: 8, limits: { findMs: 5_000, frameMaxAgeMs: 3_000 } });
});

test('refuses a setting that it does not know', () => {
  const mistyped = { ...needed, KARNA_COMMAND_WORKER: '3' };
  expect(() => loadConfig(commandConfig, 'KARNA_COMMAND_', mistyped)).toThrow('KARNA_COMMAND_WORKER: no such setting');
});
