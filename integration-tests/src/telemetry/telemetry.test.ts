import { spanAttributes } from '@karna/common/telemetry';
import { beforeAll, describe, expect, test } from 'vitest';
import type { Span } from './collector.ts';
import { parseExposition, type Sample } from './exposition.ts';
import { type Process, type Recording, record, services } from './recording.ts';

const processes: readonly Process[] = [...services, 'action-agent'];
let recording: Recording;
beforeAll(async () => {
  recording = await record();
});

const place = ({ service, name }: Span): string => `${service}: ${name}`;
const submit = 'command.v1.CommandService/SubmitCommand';
const begin = 'store.v1.StoreService/BeginTask';
const advance = 'store.v1.StoreService/AdvanceTask';
const keep = 'store.v1.StoreService/PutBlob';
const interpret = 'language.v1.LanguageService/Interpret';
const locate = 'vision.v1.VisionService/Locate';

describe('the trace of a command', () => {
  const inTrace = () => recording.spans.filter(({ traceId }) => traceId === recording.traceId);

  test('leads from the click and from the keys back to the message of the client', () => {
    const spans = new Map(inTrace().map((span) => [span.spanId, span]));
    const wayTo = (span: Span | undefined): string[] =>
      span ? [...wayTo(spans.get(span.parentSpanId)), place(span)] : [];
    const hands = inTrace().filter(({ name }) => name === 'agent.clickAt' || name === 'agent.enterText');
    expect(hands.map(({ name }) => name).toSorted()).toEqual(['agent.clickAt', 'agent.clickAt', 'agent.enterText']);
    for (const hand of hands) {
      expect(wayTo(hand)).toEqual([
        'gateway: control run', // over a WebSocket
        `gateway: ${submit}`,
        `command: ${submit}`, // over gRPC
        'store: queue work', // through the outbox in PostgreSQL
        'command: command.task', // over JetStream
        'command: command.step',
        'gateway: agent perform', // over NATS
        'action-agent: agent.perform', // over a WebSocket
        place(hand),
      ]);
    }
  });

  test('hangs on the span of the client, whole', () => {
    const known = new Set([recording.clientSpanId, ...inTrace().map(({ spanId }) => spanId)]);
    expect(inTrace().filter(({ parentSpanId }) => !known.has(parentSpanId))).toEqual([]);
    const first = inTrace().filter(({ parentSpanId }) => parentSpanId === recording.clientSpanId);
    expect(first.map(place)).toEqual(['gateway: control run']);
  });

  test('passes through every process, and holds all that was done for the task', () => {
    expect(new Set(inTrace().map(({ service }) => service))).toEqual(new Set(processes));
    const mine = recording.spans.filter(({ attributes }) => attributes['karna.task.id'] === recording.taskId);
    expect(mine.length).toBeGreaterThan(0);
    // Asked for it afterwards, by a client that brings no trace along, is not done for it.
    expect(mine.filter(({ traceId }) => traceId !== recording.traceId)).toEqual([]);
    const lost = recording.spans.filter(
      ({ name, parentSpanId }) =>
        parentSpanId === '' && (/^(command|language|vision|agent|queue|publish)/.test(name) || name === advance),
    );
    expect(lost.map(place)).toEqual([]);
  });

  test.each([
    [`command: ${submit}`, `command: ${begin}`],
    [`command: ${begin}`, `store: ${begin}`],
    [`command: ${submit}`, 'store: publish fact'],
    ['command: command.task', `command: ${interpret}`],
    [`command: ${interpret}`, `language: ${interpret}`],
    ['command: command.step', `command: ${locate}`],
    [`command: ${locate}`, `vision: ${locate}`],
    ['command: command.step', `command: ${advance}`],
    ['command: command.task', `command: ${advance}`],
    [`command: ${advance}`, `store: ${advance}`],
    ['command: command.step', `command: ${keep}`],
    [`command: ${keep}`, `store: ${keep}`],
    ['action-agent: agent.perform', 'action-agent: agent.observe'],
  ])('leads from %s to %s', (caller, callee) => {
    const parents = new Map(inTrace().map((span) => [span.spanId, place(span)]));
    const callers = inTrace()
      .filter((span) => place(span) === callee)
      .map(({ parentSpanId }) => parents.get(parentSpanId));
    expect(callers).toContain(caller);
  });

  test('names nothing that was said, typed or seen', () => {
    const names = new Set(recording.spans.flatMap(({ attributes }) => Object.keys(attributes)));
    expect([...names].filter((name) => !(spanAttributes as readonly string[]).includes(name))).toEqual([]);
    expectNothingPersonalIn(recording.spans.map(({ whole }) => whole).join('\n'));
  });
});

/** Labels are few, and their values words of closed lists: each costs a time series for ever. */
const labelNames = new Set([
  'asked',
  'by',
  'channel',
  'code',
  'event',
  'found',
  'kind',
  'le',
  'order',
  'outcome',
  'place',
  'rpc',
  'state',
  'subject_kind',
  'verb',
  'verification',
  'why',
]);
const closedValue: Record<string, RegExp> = {
  le: /^(\d+(\.\d+)?(e-\d+)?|\+Inf)$/,
  rpc: /^[a-z]+\.v1\.[A-Za-z]+\/[A-Za-z]+$/,
};
/** Words have no digits; ids have. */
const word = /^[A-Za-z_.]*$/;
/** Time series of one process, buckets counted as one. */
const maxSeries = 100;

const ofEvery = ['process_cpu_seconds_total', 'process_resident_memory_bytes', 'nodejs_eventloop_lag_p99_seconds'];
/** What operators watch, by process. `name{label="value"}`: at least one such sample above zero. */
const keyMetrics: Record<Process, readonly string[]> = {
  gateway: [
    'karna_gateway_request_seconds_count{kind="run",outcome="ok"}',
    'karna_gateway_order_seconds_count{order="perform",outcome="ok"}',
    'karna_gateway_connections_count{channel="control"}',
    'karna_gateway_connections_count{channel="agent"}',
    'karna_gateway_agents_count',
  ],
  command: [
    'karna_command_tasks_total{state="completed"}',
    'karna_command_steps_total{verb="typeText",verification="confirmed"}',
    'karna_command_step_seconds_count{verb="setChecked"}',
    `karna_grpc_server_seconds_count{rpc="${submit}",code="ok"}`,
  ],
  language: [
    'karna_language_outcomes_total{asked="command",outcome="understood"}',
    'karna_language_interpret_seconds_count{asked="command"}',
    `karna_grpc_server_seconds_count{rpc="${interpret}",code="ok"}`,
  ],
  vision: [
    'karna_vision_image_seconds_count{outcome="seen"}',
    'karna_vision_located_total{outcome="unique"}',
    `karna_grpc_server_seconds_count{rpc="${locate}",code="ok"}`,
  ],
  store: [
    'karna_store_tasks_begun_total',
    'karna_store_tasks_ended_total{state="completed"}',
    'karna_store_mail_sent_total{kind="facts"}',
    'karna_store_mail_sent_total{kind="work"}',
    'karna_store_cache_up',
    `karna_grpc_server_seconds_count{rpc="${advance}",code="ok"}`,
  ],
  'action-agent': [
    'karna_agent_batches_total{outcome="completed",code=""}',
    'karna_agent_batch_seconds_count',
    'karna_agent_actions_total',
    'karna_agent_connections_total{event="connected"}',
  ],
};

describe.each(processes)('/metrics of %s', (name) => {
  let samples: Sample[];
  beforeAll(() => {
    samples = parseExposition(recording.metrics[name]);
  });
  const ours = () => samples.filter((sample) => sample.name.startsWith('karna_'));

  test('tells of the process and of the command', () => {
    const above = new Set(samples.filter(({ value }) => value > 0).map(written));
    expect([...ofEvery, ...keyMetrics[name]].filter((wanted) => !above.has(wanted))).toEqual([]);
  });

  test('has few time series, whatever was asked', () => {
    const values = ours().flatMap(({ labels }) => Object.entries(labels));
    const open = values.filter(([label, value]) => !labelNames.has(label) || !(closedValue[label] ?? word).test(value));
    expect(open).toEqual([]);
    const series = new Set(ours().map(({ labels: { le: _, ...labels }, ...sample }) => written({ ...sample, labels })));
    expect(series.size).toBeLessThan(maxSeries);
  });

  test('names nothing that was said, typed or seen', () => {
    expectNothingPersonalIn(recording.metrics[name]);
  });
});

/** As Prometheus writes it. */
function written({ name, labels }: Sample): string {
  const pairs = Object.entries(labels).map(([label, value]) => `${label}="${value}"`);
  return pairs.length > 0 ? `${name}{${pairs}}` : name;
}

/** Says how many were found, not which: a failing test must not tell either. */
function expectNothingPersonalIn(told: string): void {
  const lower = told.toLowerCase();
  const found = recording.personal.filter((it) => lower.includes(it.toLowerCase()));
  expect(found.length, 'personal things told').toBe(0);
}
