import { hasCode } from '@karna/common/errors';
import { TaskState, type TaskVerb } from '@karna/proto/gen/task/v1/task';
import { isEnded } from '@karna/proto/words';
import { expect, test } from 'vitest';
import { checkTransition, ordered } from './task-states.ts';

const states = Object.values(TaskState).filter((state) => state !== 'TASK_STATE_UNSPECIFIED');
const legal = (verb: TaskVerb): TaskState[] =>
  states.filter((state) => {
    try {
      return ordered({ state, steps: [] }, verb) !== undefined;
    } catch (error) {
      if (hasCode(error, 'task.state')) return false;
      throw error;
    }
  });

test('pauses only what is being worked on', () => {
  expect(legal('TASK_VERB_PAUSE')).toEqual([
    'TASK_STATE_PLANNING',
    'TASK_STATE_RUNNING',
    'TASK_STATE_PAUSED',
    'TASK_STATE_VERIFYING',
  ]);
});

test('resumes what is paused where it was, and what is halted through the queue', () => {
  expect(legal('TASK_VERB_RESUME')).toEqual(['TASK_STATE_PAUSED', 'TASK_STATE_HALTED']);
  expect(ordered({ state: 'TASK_STATE_HALTED', steps: [] }, 'TASK_VERB_RESUME')).toBe('TASK_STATE_PENDING');
  expect(ordered({ state: 'TASK_STATE_PAUSED', steps: [] }, 'TASK_VERB_RESUME')).toBe('TASK_STATE_PLANNING');
});

test.each(['TASK_VERB_CANCEL', 'TASK_VERB_HALT'] as const)('allows %s for everything that has not ended', (verb) => {
  expect(legal(verb)).toEqual(states.filter((state) => !isEnded(state)));
});

test.each(['TASK_VERB_APPROVE', 'TASK_VERB_REFUSE'] as const)('allows %s only where it was asked for', (verb) => {
  expect(legal(verb)).toEqual(['TASK_STATE_AWAITING_APPROVAL']);
});

test('lets every order lead only to what the state machine has', () => {
  const verbs = ['PAUSE', 'RESUME', 'CANCEL', 'HALT', 'APPROVE', 'REFUSE'].map(
    (verb) => `TASK_VERB_${verb}` as TaskVerb,
  );
  for (const verb of verbs) {
    for (const state of legal(verb)) checkTransition(state, ordered({ state, steps: [] }, verb));
  }
});

test('never lets an ended task change', () => {
  for (const from of states.filter(isEnded)) {
    for (const to of states) expect(() => checkTransition(from, to)).toThrow();
  }
});
