import type { ErrorCode } from '@karna/proto/errors';

/** How a fault ends a WebSocket. The close reason is the fault's code; whatever is not listed is 1011. */
const closeCodes: Partial<Record<ErrorCode, number>> = {
  'protocol.unsupported': 1003,
  'input.invalid': 1007,
  'input.too_large': 1009,
  'service.stopping': 1012,
  'service.unavailable': 1013,
  'service.overloaded': 1013,
  'channel.overrun': 1013,
  'rate.limited': 1013,
  'auth.missing': 4401,
  'auth.invalid': 4401,
  'auth.forbidden': 4403,
  'enrolment.invalid': 4403,
  'desktop.not_found': 4404,
  'request.deadline': 4408,
  'agent.lost': 4408,
  'channel.replaced': 4409,
  'task.facts_gone': 4410,
};

export const closeCodeOf = (code: ErrorCode): number => closeCodes[code] ?? 1011;
