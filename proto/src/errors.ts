/** What a code means at each border: its gRPC status, and whether the same request may be sent again as it is. */
export interface CodeMeaning {
  readonly grpc:
    | 'INVALID_ARGUMENT'
    | 'UNAUTHENTICATED'
    | 'PERMISSION_DENIED'
    | 'NOT_FOUND'
    | 'ALREADY_EXISTS'
    | 'ABORTED'
    | 'FAILED_PRECONDITION'
    | 'OUT_OF_RANGE'
    | 'RESOURCE_EXHAUSTED'
    | 'UNAVAILABLE'
    | 'DEADLINE_EXCEEDED'
    | 'CANCELLED'
    | 'UNIMPLEMENTED'
    | 'INTERNAL';
  readonly retry: boolean;
}

/** Clients branch on the code; it never changes meaning. Messages are for people and may be reworded. */
export const errorCodes = {
  // What was sent
  'input.invalid': { grpc: 'INVALID_ARGUMENT', retry: false },
  'input.too_large': { grpc: 'INVALID_ARGUMENT', retry: false },
  'protocol.unsupported': { grpc: 'UNIMPLEMENTED', retry: false },
  'image.invalid': { grpc: 'INVALID_ARGUMENT', retry: false },
  'image.too_large': { grpc: 'INVALID_ARGUMENT', retry: false },
  'element.none': { grpc: 'NOT_FOUND', retry: false },
  // Models
  'model.not_found': { grpc: 'NOT_FOUND', retry: false },
  'model.invalid': { grpc: 'FAILED_PRECONDITION', retry: false },
  // Who sent it
  'auth.missing': { grpc: 'UNAUTHENTICATED', retry: false },
  'auth.invalid': { grpc: 'UNAUTHENTICATED', retry: false },
  'auth.forbidden': { grpc: 'PERMISSION_DENIED', retry: false },
  'enrolment.invalid': { grpc: 'PERMISSION_DENIED', retry: false },
  'token.last': { grpc: 'FAILED_PRECONDITION', retry: false },
  // How much and how fast
  'rate.limited': { grpc: 'RESOURCE_EXHAUSTED', retry: true },
  'channel.overrun': { grpc: 'RESOURCE_EXHAUSTED', retry: true },
  'channel.replaced': { grpc: 'ABORTED', retry: false },
  'task.facts_gone': { grpc: 'OUT_OF_RANGE', retry: false },
  // What was meant
  'skill.not_found': { grpc: 'NOT_FOUND', retry: false },
  'skill.stale': { grpc: 'ABORTED', retry: true },
  'skill.invalid': { grpc: 'INVALID_ARGUMENT', retry: false },
  'skill.no_proposal': { grpc: 'NOT_FOUND', retry: false },
  'skill.damaged': { grpc: 'INVALID_ARGUMENT', retry: false },
  'skill.too_new': { grpc: 'UNIMPLEMENTED', retry: false },
  'skill.value': { grpc: 'INVALID_ARGUMENT', retry: false },
  'example.not_found': { grpc: 'NOT_FOUND', retry: false },
  'training.running': { grpc: 'FAILED_PRECONDITION', retry: true },
  'training.failed': { grpc: 'FAILED_PRECONDITION', retry: false },
  // The language model
  'llm.unconfigured': { grpc: 'FAILED_PRECONDITION', retry: false },
  'llm.forbidden': { grpc: 'PERMISSION_DENIED', retry: false },
  'llm.budget': { grpc: 'RESOURCE_EXHAUSTED', retry: false },
  'llm.busy': { grpc: 'RESOURCE_EXHAUSTED', retry: true },
  'llm.unreachable': { grpc: 'UNAVAILABLE', retry: true },
  'llm.refused': { grpc: 'FAILED_PRECONDITION', retry: false },
  'llm.slow': { grpc: 'DEADLINE_EXCEEDED', retry: true },
  'llm.cut': { grpc: 'UNAVAILABLE', retry: true },
  'llm.invalid': { grpc: 'FAILED_PRECONDITION', retry: false },
  'llm.too_long': { grpc: 'FAILED_PRECONDITION', retry: false },
  // Commands
  'command.empty': { grpc: 'INVALID_ARGUMENT', retry: false },
  'command.not_understood': { grpc: 'FAILED_PRECONDITION', retry: false },
  'command.ambiguous': { grpc: 'FAILED_PRECONDITION', retry: false },
  // Tasks
  'task.not_found': { grpc: 'NOT_FOUND', retry: false },
  'task.stale': { grpc: 'ABORTED', retry: true },
  'task.state': { grpc: 'FAILED_PRECONDITION', retry: false },
  'task.refused': { grpc: 'PERMISSION_DENIED', retry: false },
  'task.cancelled': { grpc: 'CANCELLED', retry: false },
  'task.uncertain': { grpc: 'FAILED_PRECONDITION', retry: false },
  // Teaching
  'recording.not_found': { grpc: 'NOT_FOUND', retry: false },
  'recording.running': { grpc: 'FAILED_PRECONDITION', retry: false },
  'recording.state': { grpc: 'FAILED_PRECONDITION', retry: false },
  'recording.gap': { grpc: 'ABORTED', retry: true },
  'recording.empty': { grpc: 'FAILED_PRECONDITION', retry: false },
  'draft.not_found': { grpc: 'NOT_FOUND', retry: false },
  'draft.stale': { grpc: 'ABORTED', retry: true },
  'draft.invalid': { grpc: 'INVALID_ARGUMENT', retry: false },
  // Desktops and their agents
  'desktop.none': { grpc: 'FAILED_PRECONDITION', retry: false },
  'desktop.unclear': { grpc: 'INVALID_ARGUMENT', retry: false },
  'desktop.not_found': { grpc: 'NOT_FOUND', retry: false },
  'desktop.offline': { grpc: 'UNAVAILABLE', retry: true },
  'desktop.busy': { grpc: 'FAILED_PRECONDITION', retry: true },
  'hands.missing': { grpc: 'FAILED_PRECONDITION', retry: false },
  'agent.lost': { grpc: 'UNAVAILABLE', retry: false },
  'agent.busy': { grpc: 'RESOURCE_EXHAUSTED', retry: true },
  'agent.halted': { grpc: 'ABORTED', retry: false },
  // What was looked for
  'target.missing': { grpc: 'FAILED_PRECONDITION', retry: false },
  'target.ambiguous': { grpc: 'FAILED_PRECONDITION', retry: false },
  'target.unsure': { grpc: 'FAILED_PRECONDITION', retry: false },
  'target.other_row': { grpc: 'FAILED_PRECONDITION', retry: false },
  'target.disabled': { grpc: 'FAILED_PRECONDITION', retry: false },
  'dialog.unexpected': { grpc: 'FAILED_PRECONDITION', retry: false },
  'wait.expired': { grpc: 'DEADLINE_EXCEEDED', retry: false },
  // What was done
  'frame.stale': { grpc: 'ABORTED', retry: true },
  'capture.failed': { grpc: 'UNAVAILABLE', retry: true },
  'action.refused': { grpc: 'PERMISSION_DENIED', retry: false },
  'policy.window': { grpc: 'PERMISSION_DENIED', retry: false },
  'policy.hours': { grpc: 'FAILED_PRECONDITION', retry: false },
  'action.failed': { grpc: 'FAILED_PRECONDITION', retry: false },
  'action.unsupported': { grpc: 'UNIMPLEMENTED', retry: false },
  'key.unknown': { grpc: 'INVALID_ARGUMENT', retry: false },
  'text.untypable': { grpc: 'INVALID_ARGUMENT', retry: false },
  'app.not_found': { grpc: 'NOT_FOUND', retry: false },
  'app.not_opened': { grpc: 'DEADLINE_EXCEEDED', retry: false },
  'window.not_found': { grpc: 'NOT_FOUND', retry: false },
  // What came of it
  'effect.missing': { grpc: 'FAILED_PRECONDITION', retry: false },
  'effect.mismatch': { grpc: 'FAILED_PRECONDITION', retry: false },
  // Parts
  'blob.not_found': { grpc: 'NOT_FOUND', retry: false },
  'service.unavailable': { grpc: 'UNAVAILABLE', retry: true },
  'service.overloaded': { grpc: 'RESOURCE_EXHAUSTED', retry: true },
  'service.stopping': { grpc: 'UNAVAILABLE', retry: true },
  'request.cancelled': { grpc: 'CANCELLED', retry: false },
  'request.deadline': { grpc: 'DEADLINE_EXCEEDED', retry: false },
  internal: { grpc: 'INTERNAL', retry: false },
} as const satisfies Record<string, CodeMeaning>;

export type ErrorCode = keyof typeof errorCodes;

export const isErrorCode = (value: unknown): value is ErrorCode =>
  typeof value === 'string' && Object.hasOwn(errorCodes, value);
