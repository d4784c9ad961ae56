// Enum values as the project's words, for people and JSON: TASK_STATE_NEEDS_CLARIFICATION -> needs_clarification.
import type { Deed } from './gen/karna/access/v1/access.ts';
import type { MouseButton, ScrollDirection } from './gen/karna/intent/v1/intent.ts';
import type { TurnKind } from './gen/karna/language/v1/conversation.ts';
import type { RulingKind } from './gen/karna/policy/v1/policy.ts';
import type { RecordingState } from './gen/karna/recording/v1/recording.ts';
import type { ServiceState } from './gen/karna/service/v1/service.ts';
import type { ExampleOrigin } from './gen/karna/skill/v1/example.ts';
import { RelationKind, type Role } from './gen/karna/target/v1/target.ts';
import { type StepState, TaskState, type TaskVerb, type Verification } from './gen/karna/task/v1/task.ts';

type Enum =
  | TaskState
  | StepState
  | TaskVerb
  | Verification
  | Role
  | RelationKind
  | ServiceState
  | RecordingState
  | MouseButton
  | ScrollDirection
  | TurnKind
  | ExampleOrigin
  | Deed
  | RulingKind;

const prefix =
  /^(TASK_STATE|STEP_STATE|TASK_VERB|VERIFICATION|ROLE|RELATION_KIND|SERVICE_STATE|RECORDING_STATE|MOUSE_BUTTON|SCROLL_DIRECTION|TURN_KIND|EXAMPLE_ORIGIN|DEED|RULING_KIND)_/;

/** The word for an enum value, lower case; with a separator for people: `word(Role.ROLE_TEXT_FIELD, ' ')` is "text field". */
export function word(value: Enum, separator = '_'): string {
  return value.replace(prefix, '').toLowerCase().replaceAll('_', separator);
}

/** A relation for people: `right of`, `inside`; one that was not said means `near`. */
export const relationWord = (kind: RelationKind): string =>
  kind === RelationKind.RELATION_KIND_UNSPECIFIED ? 'near' : word(kind, ' ');

const ended: readonly TaskState[] = [
  TaskState.TASK_STATE_COMPLETED,
  TaskState.TASK_STATE_FAILED,
  TaskState.TASK_STATE_CANCELLED,
  TaskState.TASK_STATE_ROLLED_BACK,
];

/** States in which nothing happens until somebody answers, resumes or teaches; the desktop is free meanwhile. */
const resting: readonly TaskState[] = [
  TaskState.TASK_STATE_AWAITING_APPROVAL,
  TaskState.TASK_STATE_NEEDS_CLARIFICATION,
  TaskState.TASK_STATE_NEEDS_TEACHING,
  TaskState.TASK_STATE_HALTED,
];

/** Nothing will change any more. */
export const isEnded = (state: TaskState): boolean => ended.includes(state);
/** Waits for a person, and does not hold its desktop. */
export const isResting = (state: TaskState): boolean => resting.includes(state);
/** Holds its desktop, or waits in line for it. */
export const isActive = (state: TaskState): boolean => !isEnded(state) && !isResting(state);
