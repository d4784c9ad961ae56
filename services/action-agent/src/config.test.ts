import { loadConfig } from '@karna/common/config';
import { expect, test } from 'vitest';
import { agentConfig } from './config.ts';

const load = (env: Record<string, string>) =>
  loadConfig(
    agentConfig,
    'KARNA_AGENT_',
    Object.fromEntries(Object.entries(env).map(([key, value]) => [`KARNA_AGENT_${key}`, value])),
  );

test('works with an empty environment', () => {
  const config = load({});
  expect(config).toMatchObject({
    server: { url: 'ws://127.0.0.1:7400/v1/agent', enrolCode: undefined },
    backend: 'auto',
    virtual: { use: 'auto', width: 1280, height: 720 },
    health: { port: 0 },
  });
  expect(config.policy.forbiddenChords).toContainEqual({ modifiers: ['Control', 'Alt'], key: 'F12' });
});

test.each([
  ['https://karna.example', 'wss://karna.example/v1/agent'],
  ['http://127.0.0.1:7400/', 'ws://127.0.0.1:7400/v1/agent'],
  ['wss://host/behind/a/proxy', 'wss://host/behind/a/proxy/v1/agent'],
  ['ws://host:1/v1/agent', 'ws://host:1/v1/agent'],
])('finds the agent channel at %s', (said, url) => {
  expect(load({ SERVER_URL: said }).server.url).toBe(url);
});

test('reads chords and sizes', () => {
  const config = load({ FORBIDDEN_CHORDS: 'super+l  Control+q', SCREEN: '1920x1080' });
  expect(config.policy.forbiddenChords).toEqual([
    { modifiers: ['Super'], key: 'l' },
    { modifiers: ['Control'], key: 'q' },
  ]);
  expect(config.virtual).toMatchObject({ width: 1920, height: 1080 });
  expect(load({ FORBIDDEN_CHORDS: 'none' }).policy.forbiddenChords).toEqual([]);
});

test('names every fault at once and no value', () => {
  const bad = { SERVER_URL: 'ftp://x', FORBIDDEN_CHORDS: 'hyper+q', SCREEN: 'big', DISPLAY: 'zero', TYPO: 'secret-1' };
  const attempt = () => load(bad);
  for (const name of Object.keys(bad)) expect(attempt).toThrow(`KARNA_AGENT_${name}`);
  expect(attempt).not.toThrow('secret-1');
});

test('keeps the enrolment code from being printed', () => {
  expect(JSON.stringify(load({ ENROL_CODE: 'abc-123' }))).not.toContain('abc-123');
});

test('masks everything it can unless told otherwise', () => {
  const { redaction } = load({});
  expect(redaction).toMatchObject({ isOn: true, policy: { fields: true, regions: [], windows: [] } });
  expect([...redaction.policy.patterns]).toEqual(['card', 'iban', 'email', 'token']);
  expect(load({ REDACT: 'off' }).redaction.isOn).toBe(false);
});

test('reads what to mask', () => {
  const { policy } = load({
    REDACT_PATTERNS: 'token, card',
    REDACT_REGIONS: '0,0,100%,24px',
    REDACT_WINDOWS: '*vault*',
  }).redaction;
  expect([...policy.patterns]).toEqual(['card', 'token']);
  expect(policy.regions).toEqual([{ x: { px: 0 }, y: { px: 0 }, width: { share: 1 }, height: { px: 24 } }]);
  expect(policy.windows[0]?.test('My Vault 2')).toBe(true);
  expect(load({ REDACT_PATTERNS: 'none' }).redaction.policy.patterns.size).toBe(0);
});

test('refuses to mask what it does not know', () => {
  expect(() => load({ REDACT_PATTERNS: 'card,everything' })).toThrow('KARNA_AGENT_REDACT_PATTERNS');
  expect(() => load({ REDACT_REGIONS: 'somewhere' })).toThrow('KARNA_AGENT_REDACT_REGIONS');
  expect(() => load({ REDACT: 'maybe' })).toThrow('KARNA_AGENT_REDACT');
});
