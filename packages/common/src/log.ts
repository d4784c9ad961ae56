import { isSpanContextValid, trace } from '@opentelemetry/api';
import { type Logger, pino } from 'pino';

export type { Logger };

/**
 * JSON lines on stderr, or appended to `file`; static messages, fields for the rest. An empty `service` leaves the name to child
 * loggers. Personal data (screens, typed text, titles, speech) has no place in them; ids (`taskId`, `desktopId`, `requestId`) do.
 * Lines inside a span carry its trace id.
 */
export function createLogger(service: string, level: string, file?: string): Logger {
  return pino(
    {
      level,
      base: service ? { service } : {},
      formatters: { level: (label) => ({ level: label }) },
      timestamp: pino.stdTimeFunctions.isoTime,
      serializers: { err: describeError },
      mixin: () => {
        const context = trace.getActiveSpan()?.spanContext();
        return context && isSpanContextValid(context) ? { traceId: context.traceId } : {};
      },
    },
    pino.destination({ dest: file ?? 2, sync: true, mkdir: true }),
  );
}

/** What an error says of itself. Fields that libraries hang onto it stay out: connections, rows, whole requests. */
function describeError(error: unknown): object {
  if (!(error instanceof Error)) return { type: typeof error, message: String(error) };
  const { name, message, stack, cause } = error;
  const code = 'code' in error && typeof error.code === 'string' ? { code: error.code } : {};
  return { type: name, message, ...code, stack, ...(cause === undefined ? {} : { cause: describeError(cause) }) };
}

/** For tests: says nothing. */
export const quiet: Logger = pino({ level: 'silent' });
