import { setTimeout as delay } from 'node:timers/promises';
import { InterpretReply } from '@karna/proto/gen/language/v1/language';
import { LanguageServiceService } from '@karna/proto/gen/language/v1/language_service';
import { PutBlobReply, StoreServiceService } from '@karna/proto/gen/store/v1/store';
import { context, trace } from '@opentelemetry/api';
import { InMemorySpanExporter } from '@opentelemetry/sdk-trace';
import { afterEach, expect, test } from 'vitest';
import { DomainError } from '../errors.ts';
import { quiet } from '../log.ts';
import { inSpan, startTelemetry } from '../telemetry/index.ts';
import { connectGrpc } from './client.ts';
import { serveGrpc } from './server.ts';
import { unary } from './unary.ts';

const closing: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

type Interpret = (request: { text: string }, signal: AbortSignal) => Promise<InterpretReply>;

async function language(interpret: Interpret, port = 0) {
  const handlers = { interpret: unary(quiet, interpret), interpretTarget: unary(quiet, interpret) };
  const server = await serveGrpc({ bind: '127.0.0.1', port, services: [[LanguageServiceService, handlers]] });
  closing.push(() => server.stop(100));
  return server;
}

function connect(...ports: number[]) {
  const target = ports.map((port) => `127.0.0.1:${port}`).join(',');
  const client = connectGrpc(LanguageServiceService, target, { retry: ['interpret'], deadlineMs: 2_000 });
  closing.push(() => client.close());
  return client;
}

const unknown = (part: string) =>
  InterpretReply.fromPartial({ outcome: { $case: 'unknown', value: { part, examples: [] } } });

test('carries a request and its answer', async () => {
  const { port } = await language(async ({ text }) => unknown(text));
  const { outcome } = await connect(port).calls.interpret({
    text: 'héllo 漢字',
    domain: '',
    locale: '',
    principal: '',
  });
  expect(outcome).toMatchObject({ $case: 'unknown', value: { part: 'héllo 漢字' } });
});

test('carries an error with its code, and hides what nobody foresaw behind an incident id', async () => {
  const { port } = await language(async ({ text }) => {
    throw text === 'known' ? new DomainError('command.empty', 'say something') : new Error('password=hush');
  });
  const { calls } = connect(port);
  await expect(calls.interpret({ text: 'known', domain: '', locale: '', principal: '' })).rejects.toMatchObject({
    code: 'command.empty',
    message: 'say something',
  });
  const hidden = await calls
    .interpret({ text: 'x', domain: '', locale: '', principal: '' })
    .catch((error: unknown) => error);
  expect(hidden).toMatchObject({ code: 'internal' });
  expect((hidden as Error).message).toMatch(/incident [0-9a-f-]{36}/);
  expect(String(hidden)).not.toContain('hush');
});

test('ends a call at its deadline, and tells the handler when the caller leaves', async () => {
  const left = Promise.withResolvers<void>();
  const { port } = await language(async (_, signal) => {
    signal.addEventListener('abort', () => left.resolve());
    return new Promise(() => {});
  });
  const { calls } = connect(port);
  await expect(
    calls.interpret({ text: '', domain: '', locale: '', principal: '' }, { deadlineMs: 50 }),
  ).rejects.toMatchObject({
    code: 'request.deadline',
  });
  await left.promise;
  await expect(
    calls.interpret({ text: '', domain: '', locale: '', principal: '' }, { signal: AbortSignal.timeout(30) }),
  ).rejects.toMatchObject({
    code: 'request.cancelled',
  });
});

test('says that a service does not answer, and finds it when it comes', async () => {
  const first = await language(async () => unknown('first'));
  const client = connect(first.port);
  expect(await client.isUp()).toBe(true);
  await first.stop(50);
  expect(await client.isUp()).toBe(false);
  await expect(client.calls.interpretTarget({ text: '' })).rejects.toMatchObject({
    code: 'service.unavailable',
    message: 'the language service does not answer',
  });
  await language(async () => unknown('second'), first.port);
  // Retried while the channel reconnects: `interpret` is on the list.
  await expect(client.calls.interpret({ text: '', domain: '', locale: '', principal: '' })).resolves.toMatchObject({
    outcome: { value: { part: 'second' } },
  });
});

test('finds a service that was away for seconds as soon as it is back', async () => {
  const first = await language(async () => unknown('first'));
  const client = connect(first.port);
  expect(await client.isUp()).toBe(true);
  await first.stop(50);
  for (let asked = 0; asked < 14; asked++) {
    expect(await client.isUp()).toBe(false);
    await delay(200); // attempts to connect come less and less often
  }
  await language(async () => unknown('second'), first.port);
  await expect(client.calls.interpret({ text: '', domain: '', locale: '', principal: '' })).resolves.toBeTruthy();
});

test('spreads calls over replicas', async () => {
  const servers = await Promise.all(['a', 'b'].map((name) => language(async () => unknown(name))));
  const { calls } = connect(...servers.map(({ port }) => port));
  const parts = new Set<string>();
  for (let i = 0; i < 40 && parts.size < 2; i++) {
    const { outcome } = await calls.interpret({ text: '', domain: '', locale: '', principal: '' });
    if (outcome?.$case === 'unknown') parts.add(outcome.value.part);
  }
  expect([...parts].sort()).toEqual(['a', 'b']);
});

test('carries messages of several megabytes', async () => {
  const handlers = {
    putBlob: unary(quiet, async ({ data }: { data: Uint8Array }) =>
      PutBlobReply.fromPartial({ sha256: String(data.length) }),
    ),
  };
  const server = await serveGrpc({
    bind: '127.0.0.1',
    port: 0,
    services: [[{ putBlob: StoreServiceService.putBlob }, handlers]],
  });
  const client = connectGrpc(StoreServiceService, `127.0.0.1:${server.port}`, { retry: [], deadlineMs: 5_000 });
  closing.push(
    () => server.stop(100),
    () => client.close(),
  );
  const data = new Uint8Array(12_000_000);
  expect((await client.calls.putBlob({ data, mediaType: 'image/png' })).sha256).toBe('12000000');
});

test('makes one trace of caller, client and server', async () => {
  const exporter = new InMemorySpanExporter();
  const telemetry = startTelemetry('test', {}, exporter);
  closing.push(() => telemetry.shutdown());
  const { port } = await language(async () => {
    trace.getSpan(context.active())?.setAttribute('inside', true);
    return unknown('');
  });
  const { calls, isUp } = connect(port);
  expect(await isUp()).toBe(true); // leaves no span
  await inSpan('caller', {}, () => calls.interpret({ text: '', domain: '', locale: '', principal: '' }));
  const spans = await finished(exporter, 3);
  expect(spans).toHaveLength(3);
  const [server, client, caller] = ['SERVER', 'CLIENT', 'INTERNAL'].map((_, index) => spans[index]);
  expect(new Set(spans.map((span) => span.spanContext().traceId)).size).toBe(1);
  expect(server?.attributes.inside).toBe(true);
  expect(server?.parentSpanContext?.spanId).toBe(client?.spanContext().spanId);
  expect(client?.parentSpanContext?.spanId).toBe(caller?.spanContext().spanId);
});

async function finished(exporter: InMemorySpanExporter, count: number) {
  const provider = trace.getTracerProvider() as { getDelegate?: () => { forceFlush(): Promise<void> } };
  for (let i = 0; i < 50 && exporter.getFinishedSpans().length < count; i++) {
    await provider.getDelegate?.().forceFlush();
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  return exporter.getFinishedSpans();
}
