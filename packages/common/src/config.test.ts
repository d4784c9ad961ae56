import { inspect } from 'node:util';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { flag, grpcTarget, loadConfig, millis, port, Secret, secret } from './config.ts';

const schema = z
  .strictObject({
    PORT: port().default(7400),
    WAIT_MS: millis().default(5),
    PASSWORD: secret(),
    DEEP: flag().default(false),
  })
  .transform((env) => ({ port: env.PORT, waitMs: env.WAIT_MS, password: env.PASSWORD, deep: env.DEEP }));

test('reads its own variables, fills defaults and freezes', () => {
  const config = loadConfig(schema, 'KARNA_X_', {
    KARNA_X_PASSWORD: 'hush',
    KARNA_X_PORT: '1',
    OTHER: 'y',
    KARNA_X_WAIT_MS: '',
  });
  expect(config).toMatchObject({ port: 1, waitMs: 5, deep: false });
  expect(Object.isFrozen(config)).toBe(true);
});

test('names all faults at once, also unknown settings, and none of the values', () => {
  const env = { KARNA_X_PORT: '99999', KARNA_X_PROT: '1', KARNA_X_WAIT_MS: 'soon' };
  const read = () => loadConfig(schema, 'KARNA_X_', env);
  expect(read).toThrow(
    /KARNA_X_PORT:[\s\S]*KARNA_X_WAIT_MS:[\s\S]*KARNA_X_PASSWORD:[\s\S]*KARNA_X_PROT: no such setting/,
  );
  expect(read).not.toThrow(/99999|soon/);
});

test('does not print a secret', () => {
  const hidden = new Secret('hush');
  expect(`${hidden} ${JSON.stringify({ hidden })} ${inspect({ hidden })} ${inspect(hidden)}`).not.toContain('hush');
  expect(hidden.reveal()).toBe('hush');
});

test.each([
  ['vision:7000', true],
  ['dns:///vision:7000', true],
  ['10.0.0.1:1,10.0.0.2:1', true],
  ['vision', false],
  ['http://vision:7000', false],
])('takes %s as a gRPC target: %s', (target, ok) => {
  expect(grpcTarget().safeParse(target).success).toBe(ok);
});
