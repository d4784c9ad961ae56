import { DomainError, hasCode } from '@karna/common/errors';
import type { InterpretReply } from '@karna/proto/gen/language/v1/language';
import type { Skill } from '@karna/proto/gen/skill/v1/skill';
import type { Task } from '@karna/proto/gen/task/v1/task';
import { missingSlot, slotQuestion, stepsOf, type Values, valuesFor } from '../domain/lesson.ts';
import { clarificationOf, maxSteps, stepsFor, teachingSentence } from '../domain/plan.ts';
import type { LastLook } from './last-look.ts';
import type { Parts } from './parts.ts';
import { patiently } from './patience.ts';
import type { TaskRecord } from './task-record.ts';
import { vouch } from './vouch.ts';

/** Finds out what the command means. False when a person has to say more first. `last`: takes what was seen on the way. */
export async function planTask(
  parts: Parts,
  record: TaskRecord,
  signal: AbortSignal,
  last: LastLook,
): Promise<boolean> {
  await record.save({ state: 'TASK_STATE_PLANNING', sentence: 'Working out what to do' }, { event: 'planning' });
  const ask = <T>(work: () => Promise<T>): Promise<T> =>
    patiently(work, {
      clock: parts.clock,
      limitMs: parts.limits.offlineMs,
      signal,
      isPassing: (error) => hasCode(error, 'service.unavailable', 'service.overloaded', 'request.deadline'),
    });
  const { change, event, details } = await ask(() => planOf(parts, record.task, last, signal));
  await record.save(change, { event, details });
  return change.state === 'TASK_STATE_RUNNING';
}

async function planOf(parts: Parts, task: Task, last: LastLook, signal: AbortSignal): Promise<Meaning> {
  const { skill: given, command, domain, requestedBy } = task;
  if (given?.skillId) return skillPlan(await parts.skills.get(given.skillId, given.version), given.slots);
  if (given?.name) return skillPlan(await parts.skills.named(given.name), given.slots);
  const reply = await parts.interpreter.interpret(command, domain, requestedBy);
  if (reply.outcome && reply.outcome.$case !== 'skill') {
    const outcome = await vouch(parts, task, reply.outcome, last, signal);
    const { details, ...meaning } = meaningOf({ outcome });
    const isVouched = outcome.$case === 'understood' && outcome !== reply.outcome;
    return { ...meaning, details: isVouched ? { ...details, vouched: 'screen' } : details };
  }
  if (!reply.outcome) return meaningOf(reply);
  const { skillId, version, slots } = reply.outcome.value;
  const said = Object.fromEntries(slots.map(({ name, value }) => [name, value]));
  return skillPlan(await parts.skills.get(skillId, version), { ...said, ...given?.slots });
}

/** The skill's steps with these values in them, or the question about the first that is missing. */
export function skillPlan(skill: Skill, said: Values): Meaning {
  const { name } = skill;
  if (skill.steps.length === 0) {
    const sentence = `I know "${name}", but nobody has shown me how it is done yet.`;
    return { change: { state: 'TASK_STATE_NEEDS_TEACHING', sentence }, event: 'asked', details: { choices: '0' } };
  }
  const slots = valuesFor(skill, said);
  const doing = { skillId: skill.id, version: skill.version, name, slots };
  const missing = missingSlot(skill, slots);
  if (missing) {
    const clarification = slotQuestion(missing);
    return {
      change: {
        state: 'TASK_STATE_NEEDS_CLARIFICATION',
        skill: doing,
        clarification,
        sentence: clarification.question,
      },
      event: 'asked',
      details: { choices: String(clarification.choices.length) },
    };
  }
  const steps = stepsOf(skill, slots);
  checkPlan(steps.length);
  return {
    change: { state: 'TASK_STATE_RUNNING', skill: doing, steps, sentence: 'Knows what to do' },
    event: 'planned',
    details: { steps: String(steps.length), skill: skill.id, version: String(skill.version) },
  };
}

export interface Meaning {
  readonly change: Partial<Task>;
  readonly event: 'planned' | 'asked';
  readonly details: Record<string, string>;
}

function meaningOf({ outcome }: InterpretReply): Meaning {
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
    case 'skill':
    case 'unknown':
    case undefined: {
      const sentence = teachingSentence(outcome?.$case === 'unknown' ? outcome.value : { part: 'this', examples: [] });
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
