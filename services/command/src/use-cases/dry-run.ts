import type { Step } from '@karna/proto/gen/task/v1/task';
import { completed } from '../domain/endings.ts';
import { dryRunSentence } from '../domain/progress.ts';
import { boxOf, targetsOf } from '../domain/targets.ts';
import type { RunSignals } from './agent-line.ts';
import type { Parts } from './parts.ts';
import { StepRun } from './step-run.ts';
import type { TaskRecord } from './task-record.ts';
import { lessonFor } from './teaching.ts';

/** Shows where each step's target is on the screen as it is now. Looks once and never acts. */
export async function dryRun(parts: Parts, record: TaskRecord, signals: RunSignals): Promise<void> {
  const [first] = record.task.steps;
  if (!first) return;
  const lesson = await lessonFor(parts, record.task, record.decisions);
  const run = new StepRun(parts, record, signals, first.id, lesson);
  const frame = await run.look();
  const picture = await run.keep(frame);
  const steps: Step[] = [];
  for (const step of record.task.steps) {
    const about = new StepRun(parts, record, signals, step.id, lesson);
    const [target] = step.action ? targetsOf(about.action) : [];
    const found = target && (await about.glance(frame, target[1])).candidate;
    steps.push({
      ...step,
      state: 'STEP_STATE_SKIPPED',
      targetBox: found && boxOf(found),
      confidence: found?.confidence ?? 0,
      beforePicture: picture,
    });
  }
  await record.save(
    { ...completed({ ...record.task, steps }, parts.clock.now()), steps, sentence: dryRunSentence(steps) },
    { event: 'completed', details: { dry_run: 'true' } },
  );
}
