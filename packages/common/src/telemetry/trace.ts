import { context, propagation, type Span, SpanKind, SpanStatusCode, trace } from '@opentelemetry/api';
import { W3CTraceContextPropagator } from '@opentelemetry/core';
import { DomainError } from '../errors.ts';
import type { SpanAttributes } from './attributes.ts';

const tracer = trace.getTracer('karna');
const w3c = new W3CTraceContextPropagator();

export interface SpanOptions {
  readonly kind?: 'server' | 'client' | 'producer' | 'consumer' | 'internal';
  /** Continue this trace rather than the one that is active here. Empty or malformed: ignored. */
  readonly traceparent?: string;
}

const kinds = {
  server: SpanKind.SERVER,
  client: SpanKind.CLIENT,
  producer: SpanKind.PRODUCER,
  consumer: SpanKind.CONSUMER,
  internal: SpanKind.INTERNAL,
} as const;

/** Runs `work` inside a span; a rejection marks it with the error's code, never with its words. */
export function inSpan<T>(
  name: string,
  attributes: SpanAttributes,
  work: (span: Span) => Promise<T>,
  { kind = 'internal', traceparent }: SpanOptions = {},
): Promise<T> {
  const parent = traceparent ? readTrace({ traceparent }) : context.active();
  return tracer.startActiveSpan(name, { attributes, kind: kinds[kind] }, parent, async (span) => {
    try {
      return await work(span);
    } catch (error) {
      span.setStatus({ code: SpanStatusCode.ERROR, message: DomainError.from(error).code });
      throw error;
    } finally {
      span.end();
    }
  });
}

/** The active trace as a W3C `traceparent`; empty outside any span. */
export const currentTraceparent = (): string => writeTrace().traceparent ?? '';

/** Trace headers of the active span, for any carrier. */
export function writeTrace(): Record<string, string> {
  const headers: Record<string, string> = {};
  w3c.inject(context.active(), headers, {
    set: (carrier: Record<string, string>, key, value) => {
      carrier[key] = String(value);
    },
  });
  return headers;
}

/** The context that trace headers stand for. */
export function readTrace(headers: Readonly<Record<string, string | undefined>>) {
  return w3c.extract(context.active(), headers, {
    keys: (carrier: Record<string, string>) => Object.keys(carrier),
    get: (carrier: Record<string, string>, key) => carrier[key],
  });
}

/** Called once by the process's telemetry start. */
export const usePropagation = () => propagation.setGlobalPropagator(w3c);
