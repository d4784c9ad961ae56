import { ControlMessage, ControlRequest } from '@karna/proto/gen/channel/v1/control';
import { expect, test } from 'vitest';
import { wireFor } from './wire.ts';

const json = wireFor('karna.v1.json', ControlRequest, ControlMessage);
const proto = wireFor('karna.v1.proto', ControlRequest, ControlMessage);
const text = (value: unknown) => Buffer.from(typeof value === 'string' ? value : JSON.stringify(value));

test('reads a JSON request, in either spelling of field names', () => {
  const wanted = { id: '1', body: { $case: 'run', value: { text: 'press Enter', dryRun: true } } };
  expect(json.read(text({ id: '1', run: { text: 'press Enter', dryRun: true } }), false)).toMatchObject(wanted);
  expect(json.read(text({ id: '1', run: { text: 'press Enter', dry_run: true } }), false)).toMatchObject(wanted);
});

test('takes defaults that are spelled out', () => {
  const read = json.read(text({ id: '1', run: { text: 'press Enter', domain: '', dryRun: false } }), false);
  expect(read.body).toMatchObject({ $case: 'run' });
});

test('takes a long number as text', () => {
  expect(json.read(text({ id: '1', resume: { after: '12' } }), false).body).toEqual({
    $case: 'resume',
    value: { after: 12 },
  });
});

test.each([
  ['not JSON', '{"id":'],
  ['null', 'null'],
  ['a number', '7'],
  ['a list', '[]'],
  ['an unknown field', { id: '1', jump: {} }],
  ['an unknown field deeper down', { id: '1', run: { text: 'x', force: true } }],
  ['a number for a text', { id: '1', run: { text: 5 } }],
  ['an object for a text', { id: '1', run: { text: { a: 1 } } }],
  ['a text for a flag', { id: '1', run: { text: 'x', approved: 'no' } }],
  ['two requests in one', { id: '1', run: { text: 'x' }, halt: { desktop: 'y' } }],
  ['an enum value nobody knows', { id: '1', steer: { taskId: 't', verb: 'TASK_VERB_EXPLODE' } }],
  ['a fraction for a count', { id: '1', listTasks: { limit: 1.5 } }],
  ['a word for a number', { id: '1', resume: { after: 'yesterday' } }],
])('refuses JSON that is %s', (_, sent) => {
  expect(() => json.read(text(sent), false)).toThrow(expect.objectContaining({ code: 'input.invalid' }));
});

test('does not repeat what was sent in its refusal', () => {
  expect(() => json.read(text({ id: '1', run: { text: { secret: 'hunter2' } } }), false)).toThrow(
    expect.objectContaining({ message: expect.not.stringContaining('hunter2') }),
  );
});

test('refuses text that is not UTF-8, in either protocol', () => {
  const run = ControlRequest.encode(
    ControlRequest.create({ id: '1', body: { $case: 'run', value: { text: 'abc' } } }),
  ).finish();
  const broken = Uint8Array.from(run);
  broken.set([0xff, 0xfe], run.length - 3);
  expect(() => proto.read(broken, true)).toThrow(expect.objectContaining({ code: 'input.invalid' }));
  expect(() => json.read(Uint8Array.of(0x22, 0xff, 0x22), false)).toThrow(
    expect.objectContaining({ code: 'input.invalid' }),
  );
});

test('refuses bytes that are not protobuf', () => {
  expect(() => proto.read(Uint8Array.of(0x0a, 0x7f, 0x01), true)).toThrow(
    expect.objectContaining({ code: 'input.invalid' }),
  );
});

test('refuses the other kind of frame', () => {
  expect(() => proto.read(text('{}'), false)).toThrow(expect.objectContaining({ code: 'protocol.unsupported' }));
  expect(() => json.read(Uint8Array.of(1), true)).toThrow(expect.objectContaining({ code: 'protocol.unsupported' }));
});
