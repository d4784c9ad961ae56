import { DomainError } from '@karna/common/errors';
import type { DraftTest } from '@karna/proto/gen/recording/v1/draft';
import type { Skill } from '@karna/proto/gen/skill/v1/skill';
import { Task } from '@karna/proto/gen/task/v1/task';
import { observeAll, settle } from '../domain/actions.ts';
import { Lesson, missingSlot, stepsOf, type Values, valuesFor } from '../domain/lesson.ts';
import { dryRunSentence } from '../domain/progress.ts';
import { located } from './dry-run.ts';
import { look } from './look.ts';
import type { Parts } from './parts.ts';
import { checkPlan } from './plan-task.ts';
import { TaskRecord } from './task-record.ts';

export interface Previewed {
  readonly desktopId: string;
  readonly slots: Values;
}

/** Shows where a skill that nobody has kept yet would act. Looks once, never acts, and leaves no task. */
export async function previewSkill(
  parts: Parts,
  skill: Skill,
  { desktopId, slots }: Previewed,
  signal: AbortSignal,
): Promise<DraftTest> {
  const values = valuesFor(skill, slots);
  const missing = missingSlot(skill, values);
  if (missing) throw new DomainError('skill.value', `The test needs a value for ${missing.name.replaceAll('_', ' ')}.`);
  const planned = stepsOf(skill, values);
  checkPlan(planned.length);
  const { limits, pictures, tasks, clock } = parts;
  const frame = await look(parts, desktopId, [settle(limits.settleQuietMs, limits.settleLimitMs), observeAll], signal);
  const picture = await pictures.keep(frame.picture);
  const record = TaskRecord.unkept(Task.create({ desktopId, dryRun: true, steps: planned }), {
    tasks,
    clock,
    limitMs: limits.offlineMs,
    signal,
  });
  const signals = { stopped: signal, leaving: signal };
  const steps = await located(parts, record, signals, { frame, picture, lesson: new Lesson(skill, values) });
  return { steps, sentence: dryRunSentence(steps) };
}
