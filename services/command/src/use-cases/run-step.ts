import { DomainError, hasCode } from '@karna/common/errors';
import { inSpan } from '@karna/common/telemetry';
import type { Step } from '@karna/proto/gen/task/v1/task';
import { isInDoubt } from '../domain/endings.ts';
import { centre, contains } from '../domain/geometry.ts';
import { AmbiguousTarget, LostTarget, SecretNeeded } from '../domain/halts.ts';
import { stepSentence } from '../domain/progress.ts';
import { dialogOver } from '../domain/scenery.ts';
import { confirmed, verificationOf } from '../domain/verification.ts';
import { InDoubt } from './agent-line.ts';
import { appearedWhereItBegan, areSeen, check } from './checks.ts';
import { isAbsent } from './find-again.ts';
import type { Parts } from './parts.ts';
import type { StepRun } from './step-run.ts';
import { bringToFront } from './step-window.ts';
import type { TaskRecord } from './task-record.ts';
import { proposeHealed } from './teaching.ts';
import { verbFor } from './verbs/table.ts';
import type { Judgement, Outcome } from './verbs/verb.ts';
import { holds } from './verbs/watching.ts';

/** Takes one step to its verified end. Rejects with the reason of the halt, the question or the approval that it needs. */
export function runStep(parts: Parts, record: TaskRecord, run: StepRun): Promise<void> {
  const { id, action } = run.step;
  const attributes = {
    'karna.task.id': record.task.id,
    'karna.step.id': id,
    'karna.step.verb': action?.verb?.$case ?? 'none',
  };
  return inSpan('command.step', attributes, async () => {
    try {
      await (isInDoubt(run.step) ? lookInto(record, run, parts) : take(record, run, parts));
    } catch (error) {
      throw lostOnTheWay(error, run) ?? error;
    }
  });
}

async function take(record: TaskRecord, run: StepRun, parts: Parts): Promise<void> {
  const { id } = run.step;
  await record.saveStep(
    id,
    { state: 'STEP_STATE_LOCATING', startedAt: parts.clock.now(), targetBox: undefined, fault: undefined },
    { sentence: stepSentence(record.task.steps, run.step) },
    { event: 'locating' },
  );
  if (run.action.onlyIf && !(await holds(run, run.action.onlyIf))) return skip(record, id, parts);
  if (run.isForPerson) throw new SecretNeeded();
  const outcome = await perform(run).catch((error: unknown) => {
    if (error instanceof InDoubt) return undefined;
    if (run.isOptional && isAbsent(error)) return 'absent' as const;
    throw error;
  });
  if (outcome === 'absent') return skip(record, id, parts);
  if (outcome) await finish(record, run, parts, outcome);
  else await lookInto(record, run, parts);
}

async function perform(run: StepRun): Promise<Outcome> {
  const verb = run.action.verb?.$case;
  if (!run.sight.remembers() && verb !== 'open' && verb !== 'waitFor') await bringToFront(run);
  return verbFor(run.action)
    .perform(run)
    .catch(async (error: unknown) => {
      if (hasCode(error, 'effect.missing') && (await appearedWhereItBegan(run)))
        return { verdict: confirmed('scrolled_back') };
      throw hasCode(error, 'effect.missing', 'effect.mismatch') && (await isCovered(run)) ? covered(error) : error;
    });
}

/** What was acted on without effect lay beneath a dialog. */
async function isCovered(run: StepRun): Promise<boolean> {
  const {
    before,
    step: { targetBox },
  } = run;
  const over = before && targetBox && dialogOver(await run.sight.elements(before))?.box;
  return !!over && !contains(over, centre(targetBox));
}

const covered = (cause: unknown): DomainError =>
  new DomainError('dialog.unexpected', 'A dialog is in the way: what was done had no effect.', { cause });

/** What it was to be done for is not so: that is how it was meant, and nothing went wrong. */
const skip = (record: TaskRecord, id: string, { clock }: Parts): Promise<void> =>
  record.saveStep(id, { state: 'STEP_STATE_SKIPPED', finishedAt: clock.now() }, {}, { event: 'skipped' });

/** Its action may have happened already: looked at, never repeated. */
async function lookInto(record: TaskRecord, run: StepRun, parts: Parts): Promise<void> {
  const acted = run.step.state === 'STEP_STATE_VERIFYING';
  run.isOutcomeUnknown = true;
  const sentence = `Was interrupted; looking whether it was done: ${run.step.sentence}`;
  await record.save({ sentence }, { event: 'looked', stepId: run.step.id });
  const judgement = acted && (await areSeen(run, run.checks)) ? confirmed('read_back') : await judged(run, acted);
  run.isOutcomeUnknown = false;
  if (judgement === 'again') return take(record, run, parts);
  if (judgement === 'unknown' || judgement.kind === 'missing' || judgement.kind === 'refuted') throw uncertain(acted);
  await finish(record, run, parts, { verdict: judgement });
}

const judged = (run: StepRun, acted: boolean): Promise<Judgement> =>
  verbFor(run.action)
    .judge(run, acted)
    .catch((error: unknown) => {
      if (error instanceof AmbiguousTarget || error instanceof LostTarget) return 'unknown' as const;
      if (hasCode(error, 'target.missing', 'window.not_found')) return 'unknown' as const;
      throw error;
    });

const uncertain = (acted: boolean): DomainError =>
  new DomainError(
    'task.uncertain',
    acted
      ? 'This step was interrupted after its action, and its effect cannot be told from the screen. Resume to do it again, or cancel.'
      : 'This step was interrupted in its action: it may or may not have been done. Look, then resume to do it again, or cancel.',
  );

async function finish(record: TaskRecord, run: StepRun, parts: Parts, { verdict, answer }: Outcome): Promise<void> {
  await check(run);
  const so: Partial<Step> = { verification: verificationOf(verdict) };
  const answers =
    answer === undefined ? undefined : [record.task.answer, answer].filter((one) => one !== '').join('\n');
  await run.finish(verdict, so, answers);
  await proposeHealed(parts, record, run);
}

/** The agent went away in the middle of an action and did not come back in time. */
function lostOnTheWay(error: unknown, run: StepRun): DomainError | undefined {
  if (!run.isOutcomeUnknown || !hasCode(error, 'desktop.offline', 'request.deadline', 'agent.lost')) return undefined;
  return new DomainError(
    'agent.lost',
    'The agent was lost in the middle of an action. Once it is back, resume: the screen is looked at first.',
    { cause: error },
  );
}
