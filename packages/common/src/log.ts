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
      mixin: () => {
        const context = trace.getActiveSpan()?.spanContext();
        return context && isSpanContextValid(context) ? { traceId: context.traceId } : {};
      },
    },
    pino.destination({ dest: file ?? 2, sync: true, mkdir: true }),
  );
}

/** For tests: says nothing. */
export const quiet: Logger = pino({ level: 'silent' });
