import type { StepState, TaskState } from '@karna/proto/gen/task/v1/task';
import { word } from '@karna/proto/words';
import { stepToneOf, type Tone, toneOf } from '../domain/task-view.ts';

/** Not by colour alone. */
const marks: Readonly<Record<Tone, string>> = { good: '✓', bad: '✕', asks: '?', active: '●', quiet: '–' };

export const Badge = ({ tone, words }: { readonly tone: Tone; readonly words: string }) => (
  <span className={`badge ${tone}`}>
    <span aria-hidden="true">{marks[tone]}</span> {words}
  </span>
);

export const TaskBadge = ({ state }: { readonly state: TaskState }) => (
  <Badge tone={toneOf(state)} words={word(state, ' ')} />
);

export const StepBadge = ({ state }: { readonly state: StepState }) => (
  <Badge tone={stepToneOf(state)} words={word(state, ' ')} />
);
