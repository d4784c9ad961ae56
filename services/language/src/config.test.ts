import { ConfigError, loadConfig } from '@karna/common/config';
import { expect, test } from 'vitest';
import { languageConfig } from './config.ts';

const load = (settings: Record<string, string> = {}) =>
  loadConfig(languageConfig, 'KARNA_LANGUAGE_', {
    KARNA_LANGUAGE_NATS_URL: 'nats://127.0.0.1:4222',
    ...Object.fromEntries(Object.entries(settings).map(([name, value]) => [`KARNA_LANGUAGE_${name}`, value])),
  });
const model = { LLM_URL: 'http://127.0.0.1:11434/v1', LLM_MODEL: 'small' };

test('has no language model unless one is named, and shows it no screen', () => {
  expect(load().languageModel).toBeUndefined();
  expect(load(model).languageModel).toMatchObject({ url: model.LLM_URL, model: 'small', shown: 'SCREEN_SHOWN_NONE' });
});

test.each([
  [{ LOCALE: 'Bavarian' }, /LOCALE/],
  [{ LOCALE: 'x'.repeat(41) }, /LOCALE/],
  [{ LLM_URL: model.LLM_URL }, /go together/],
  [{ LLM_MODEL: 'small' }, /go together/],
  [{ ...model, LLM_URL: 'file:///etc/passwd' }, /LLM_URL/],
  [{ ...model, LLM_URL: 'http://user:geheim@127.0.0.1/v1' }, /LLM_KEY/],
  [{ ...model, LLM_KEY: 'geheim', LLM_KEY_FILE: '/run/geheim' }, /exclude each other/],
  [{ ...model, LLM_COST_PER_DAY: '1' }, /LLM_PRICE_PROMPT/],
  [{ ...model, LLM_WITNESS_LIMIT_MS: '60000' }, /LLM_WITNESS_LIMIT_MS/],
  [{ ...model, LLM_SCREEN: 'all' }, /LLM_SCREEN/],
])('refuses %j, and says no value', (settings, message) => {
  const refused = () => load(settings as Record<string, string>);
  expect(refused).toThrow(ConfigError);
  expect(refused).toThrow(message);
  expect(refused).not.toThrow(/geheim/);
});

test('does not print the key', () => {
  const config = load({ ...model, LLM_KEY: 'geheim' });
  expect(config.languageModel?.key?.reveal()).toBe('geheim');
  expect(`${JSON.stringify(config)}${String(config.languageModel?.key)}`).not.toContain('geheim');
});
