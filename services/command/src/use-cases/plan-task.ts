import { DomainError, hasCode } from '@karna/common/errors';
import type { InterpretReply } from '@karna/proto/gen/language/v1/language';
import type { Task } from '@karna/proto/gen/task/v1/task';
import { clarificationOf, maxSteps, stepsFor, teachingSentence } from '../domain/plan.ts';
import type { Parts } from './parts.ts';
import { patiently } from './patience.ts';
import type { TaskRecord } from './task-record.ts';

/** Finds out what the command means. False when a person has to say more first. */
export async function planTask(parts: Parts, record: TaskRecord, signal: AbortSignal): Promise<boolean> {
  await record.save({ state: 'TASK_STATE_PLANNING', sentence: 'Working out what to do' }, { event: 'planning' });
  const { command, domain, requestedBy } = record.task;
  const reply = await patiently(() => parts.interpreter.interpret(command, domain, requestedBy), {
    clock: parts.clock,
    limitMs: parts.limits.offlineMs,
    signal,
    isPassing: (error) => hasCode(error, 'service.unavailable', 'service.overloaded', 'request.deadline'),
  });
  const { change, event, details } = meaningOf(reply);
  await record.save(change, { event, details });
  return change.state === 'TASK_STATE_RUNNING';
}

interface Meaning {
  readonly change: Partial<Task>;
  readonly event: 'planned' | 'asked';
  readonly details: Record<string, string>;
}

/** What an interpretation makes of a task. */
export function meaningOf({ outcome }: InterpretReply): Meaning {
  switch (outcome?.$case) {
    case 'understood': {
      const { actions, confidence } = outcome.value;
      checkPlan(actions.length);
      return {
        change: { state: 'TASK_STATE_RUNNING', steps: stepsFor(actions), sentence: 'Knows what to do' },
        event: 'planned',
        details: { steps: String(actions.length), confidence: confidence.toFixed(2) },
      };
    }
    case 'ask': {
      const clarification = clarificationOf(outcome.value);
      return {
        change: { state: 'TASK_STATE_NEEDS_CLARIFICATION', clarification, sentence: clarification.question },
        event: 'asked',
        details: { choices: String(clarification.choices.length) },
      };
    }
    case 'skill': {
      const sentence = `I know "${outcome.value.name}", but nobody has shown me how it is done yet.`;
      return { change: { state: 'TASK_STATE_NEEDS_TEACHING', sentence }, event: 'asked', details: { choices: '0' } };
    }
    case 'unknown':
    case undefined: {
      const sentence = teachingSentence(outcome?.value ?? { part: 'this', examples: [] });
      return { change: { state: 'TASK_STATE_NEEDS_TEACHING', sentence }, event: 'asked', details: { choices: '0' } };
    }
    default: {
      const nothing: never = outcome;
      throw new DomainError('internal', 'something went wrong inside Karna', { cause: nothing });
    }
  }
}

export function checkPlan(steps: number): void {
  if (steps === 0) throw new DomainError('command.not_understood', 'The command has no step in it.');
  if (steps > maxSteps) throw new DomainError('input.too_large', `A command has at most ${maxSteps} steps.`);
}
