import { context } from '@opentelemetry/api';
import { DomainError } from '../errors.ts';
import type { Logger } from '../log.ts';
import { counter } from '../telemetry/metrics.ts';
import { contextOf, type Envelope, errorHeader } from './wire.ts';

const failures = counter('karna_bus_handler_failures_total', 'Messages whose handler rejected', ['subject_kind']);

/** `karna.v1.task.X.changed` -> `task.changed`: few and closed, fit for a label. */
const kindOf = (subject: string): string => {
  const parts = subject.split('.');
  return `${parts[2]}.${parts.at(-1)}`;
};

/** Runs a fact's handler in the sender's trace. A rejection is counted and logged: one bad message must not stop the rest. */
export async function hear(
  log: Logger,
  subject: string,
  headers: Envelope['headers'],
  handle: () => unknown,
): Promise<void> {
  try {
    await context.with(contextOf(headers), handle);
  } catch (err) {
    failures.inc({ subject_kind: kindOf(subject) });
    log.error({ err, subjectKind: kindOf(subject) }, 'a fact could not be handled');
  }
}

/** Runs an order's handler and makes its reply; rejections become an error reply with their code. */
export async function answer(
  log: Logger,
  subject: string,
  headers: Envelope['headers'],
  handle: () => Promise<Uint8Array>,
): Promise<Envelope> {
  try {
    return { data: await context.with(contextOf(headers), handle), headers: {} };
  } catch (thrown) {
    const error = DomainError.from(thrown);
    if (error.code === 'internal') {
      failures.inc({ subject_kind: kindOf(subject) });
      log.error({ err: thrown, subjectKind: kindOf(subject) }, 'an order could not be handled');
    }
    return { data: Buffer.from(error.message), headers: { [errorHeader]: error.code } };
  }
}

/** The error that a reply stands for, if it does. */
export function errorOf({ data, headers }: Envelope): DomainError | undefined {
  const code = headers[errorHeader];
  if (code === undefined) return undefined;
  return DomainError.fromFault({ code, message: Buffer.from(data).toString(), incidentId: '' });
}
