import { context, trace } from '@opentelemetry/api';
import { AsyncLocalStorageContextManager } from '@opentelemetry/context-async-hooks';
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-http';
import { resourceFromAttributes } from '@opentelemetry/resources';
import { BatchSpanProcessor, type SpanExporter, TracerProvider } from '@opentelemetry/sdk-trace';
import { usePropagation } from './trace.ts';

export interface Telemetry {
  /** Sends what is queued and stops. */
  shutdown(): Promise<void>;
}

/** A collector that does not answer must not hold up a stop for the SDK's 10 s (ms). */
const exportMs = 3_000;

const off: Telemetry = { shutdown: async () => {} };

/**
 * Starts tracing for this process. Spans leave only when the operator names a collector in OTEL_EXPORTER_OTLP_ENDPOINT
 * (OTLP over HTTP, JSON); OTEL_SDK_DISABLED=true turns it off. Tests hand in an exporter of their own.
 */
export function startTelemetry(service: string, env: NodeJS.ProcessEnv, exporter?: SpanExporter): Telemetry {
  const endpoint = env.OTEL_EXPORTER_OTLP_ENDPOINT;
  if (env.OTEL_SDK_DISABLED === 'true' || (!endpoint && !exporter)) return off;
  const provider = new TracerProvider({
    resource: resourceFromAttributes({ 'service.name': service, 'service.namespace': 'karna' }),
    spanProcessors: [
      new BatchSpanProcessor({
        exporter:
          exporter ?? new OTLPTraceExporter({ timeoutMillis: Number(env.OTEL_EXPORTER_OTLP_TIMEOUT) || exportMs }),
      }),
    ],
  });
  context.setGlobalContextManager(new AsyncLocalStorageContextManager().enable());
  usePropagation();
  trace.setGlobalTracerProvider(provider);
  return {
    shutdown: async () => {
      await provider.shutdown();
      trace.disable();
      context.disable();
    },
  };
}
