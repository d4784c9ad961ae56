import { randomBytes } from 'node:crypto';
import { freePort } from '@karna/common/testing';
import { serveRegistrationForm } from '@karna/standalone/registration-form';
import { done } from '../scenarios/stage.ts';
import { openDistributed } from '../world/index.ts';
import { type Span, startCollector } from './collector.ts';

export const services = ['gateway', 'command', 'language', 'vision', 'store'] as const;
export type Process = (typeof services)[number] | 'action-agent';

/** What a whole Karna told its operators about one command. */
export interface Recording {
  readonly taskId: string;
  /** The trace that the client began, and its own span in it. */
  readonly traceId: string;
  readonly clientSpanId: string;
  /** Of all traces. */
  readonly spans: readonly Span[];
  /** `/metrics` of every process, once the command was done. */
  readonly metrics: Readonly<Record<Process, string>>;
  /** What was said, typed, shown or handed out in secret: nobody's but the user's. */
  readonly personal: readonly string[];
}

const typed = 'wilma@thornton.example';

/** Has one command done that types and clicks; the world is closed by then, so that every process has sent all its spans. */
export async function record(): Promise<Recording> {
  await using life = new AsyncDisposableStack();
  const collector = life.adopt(await startCollector(), (it) => it.close());
  const form = life.adopt(await serveRegistrationForm(), (it) => it.close());
  const agentPort = await freePort();
  const env = { OTEL_EXPORTER_OTLP_ENDPOINT: collector.url, KARNA_AGENT_HEALTH_PORT: String(agentPort) };
  const world = await openDistributed({ env });
  try {
    const client = await world.connect();
    await done({ client }, `open ${form.url}`);
    await done({ client }, 'wait until "Newsletter" appears');
    const traceId = randomBytes(16).toString('hex');
    const clientSpanId = randomBytes(8).toString('hex');
    const traceparent = `00-${traceId}-${clientSpanId}-01`;
    const { id } = await done({ client }, `type "${typed}" into E-mail, then check Newsletter`, { traceparent });
    const urls = [
      ...services.map((name) => [name, world.healthUrl(name)]),
      ['action-agent', `http://127.0.0.1:${agentPort}`],
    ];
    const metrics = await Promise.all(urls.map(async ([name, url]) => [name, await scrape(`${url}/metrics`)]));
    return {
      taskId: id,
      traceId,
      clientSpanId,
      spans: collector.spans,
      metrics: Object.fromEntries(metrics) as Record<Process, string>,
      personal: [typed, 'wilma', 'E-mail', 'Newsletter', 'Workshop', new URL(form.url).host, world.token],
    };
  } finally {
    await world.close();
  }
}

async function scrape(url: string): Promise<string> {
  const answer = await fetch(url);
  const type = answer.headers.get('content-type') ?? '';
  if (!answer.ok || !type.startsWith('text/plain; version=0.0.4')) throw new Error(`${url}: ${answer.status} ${type}`);
  return answer.text();
}
