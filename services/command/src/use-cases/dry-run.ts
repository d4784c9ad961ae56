import type { Frame } from '@karna/proto/gen/agent/v1/agent';
import type { Step } from '@karna/proto/gen/task/v1/task';
import { completed } from '../domain/endings.ts';
import type { Lesson } from '../domain/lesson.ts';
import { dryRunSentence } from '../domain/progress.ts';
import { boxOf, targetsOf } from '../domain/targets.ts';
import type { RunSignals } from './agent-line.ts';
import type { Parts } from './parts.ts';
import { Rehearsal } from './rehearsing.ts';
import { StepRun } from './step-run.ts';
import type { TaskRecord } from './task-record.ts';
import { lessonFor } from './teaching.ts';

/** Shows where each step's target is on the screen as it is now, and what the rules would say. Looks once and never acts. */
export async function dryRun(parts: Parts, record: TaskRecord, signals: RunSignals): Promise<void> {
  const [first] = record.task.steps;
  if (!first) return;
  const lesson = await lessonFor(parts, record.task, record.decisions);
  const run = new StepRun(parts, record, signals, first.id, lesson);
  const frame = await run.look();
  const steps = await located(parts, record, signals, { frame, picture: await run.keep(frame), lesson });
  await record.save(
    { ...completed({ ...record.task, steps }, parts.clock.now()), steps, sentence: dryRunSentence(steps) },
    { event: 'completed', details: { dry_run: 'true' } },
  );
}

interface Screen {
  readonly frame: Frame;
  /** The frame's, as it is kept. */
  readonly picture: string;
  readonly lesson: Lesson | undefined;
}

/** The steps of a task, each with where its target is on one frame, and what the rules would say of it. */
export async function located(
  parts: Parts,
  record: TaskRecord,
  signals: RunSignals,
  { frame, picture, lesson }: Screen,
): Promise<Step[]> {
  const steps: Step[] = [];
  const rehearsal = await Rehearsal.open(parts, record.task, signals);
  for (const step of record.task.steps) {
    const about = new StepRun(parts, record, signals, step.id, lesson);
    const [target, end] = step.action ? targetsOf(about.action) : [];
    const found = target && (await about.sight.glance(frame, target[1])).candidate;
    const to = end && (await about.sight.glance(frame, end[1], { part: end[0] })).candidate;
    steps.push({
      ...step,
      state: 'STEP_STATE_SKIPPED',
      targetBox: found && boxOf(found),
      confidence: found?.confidence ?? 0,
      beforePicture: picture,
      rulings: await rehearsal.rulingsOn(about, { at: found, to }),
    });
  }
  return steps;
}
