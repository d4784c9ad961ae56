export { type SpanAttributes, spanAttributes } from './attributes.ts';
export { collectProcessMetrics, counter, gauge, histogram, latencyBuckets, registry } from './metrics.ts';
export { startTelemetry, type Telemetry } from './start.ts';
export { currentTraceparent, inSpan, readTrace, type SpanOptions, writeTrace } from './trace.ts';
