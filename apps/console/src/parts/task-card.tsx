import { type Step, type Task, TaskState, TaskVerb } from '@karna/proto/gen/task/v1/task';
import { isActive } from '@karna/proto/words';
import { useState } from 'react';
import { Button, ProgressBar } from 'react-aria-components';
import { effectsToApprove, secondsOf, verbsFor } from '../domain/task-view.ts';
import { useLive } from '../live/live.tsx';
import { goTo } from '../route.ts';
import { useClient } from '../session/connection.tsx';
import { t } from '../strings.en.ts';
import { Window } from './dialog.tsx';
import { ErrorNote } from './error-note.tsx';
import { Picture } from './picture.tsx';
import { Question } from './question.tsx';
import { Rulings } from './rulings.tsx';
import { StepBadge, TaskBadge } from './state-badge.tsx';
import { useNow } from './use-now.ts';
import { useWork, type Work } from './use-work.ts';

const verbs: Partial<Record<TaskVerb, string>> = {
  [TaskVerb.TASK_VERB_PAUSE]: t.task.pause,
  [TaskVerb.TASK_VERB_RESUME]: t.task.resume,
  [TaskVerb.TASK_VERB_HALT]: t.task.halt,
  [TaskVerb.TASK_VERB_CANCEL]: t.task.cancel,
  [TaskVerb.TASK_VERB_UNDO]: t.task.undo,
};

/** A task as it goes: how far it is, its steps, and what can be said to it. */
export function TaskCard({ task }: { readonly task: Task }) {
  const work = useWork();
  const isGoing = isActive(task.state);
  return (
    <article className="panel stack task" aria-label={task.command}>
      <header className="row between">
        <strong className="command">{task.command}</strong>
        <TaskBadge state={task.state} />
      </header>
      {isGoing && (
        <ProgressBar value={task.progress * 100} aria-label={t.task.progress} className="progress">
          {({ percentage }) => <div className="fill" style={{ width: `${percentage ?? 0}%` }} />}
        </ProgressBar>
      )}
      <p aria-live="polite" className="sentence">
        {task.sentence}
      </p>
      {task.answer && (
        <p className="note good">
          {t.task.answered}: {task.answer}
        </p>
      )}
      {task.fault && <Fault task={task} />}
      <Asking task={task} work={work} />
      <Verbs task={task} work={work} />
      {work.error !== undefined && <ErrorNote error={work.error} />}
      <StepList steps={task.steps} />
    </article>
  );
}

function Fault({ task: { fault } }: { readonly task: Task }) {
  return (
    <p className="note bad">
      {fault?.message} <code>{fault?.code}</code>
    </p>
  );
}

function Asking({ task, work }: { readonly task: Task; readonly work: Work }) {
  if (task.state === TaskState.TASK_STATE_AWAITING_APPROVAL) return <Approval task={task} work={work} />;
  if (task.clarification) return <Question key={`${task.id} ${task.version}`} task={task} />;
  if (task.state === TaskState.TASK_STATE_NEEDS_TEACHING)
    return (
      <div className="row">
        <Button className="primary" onPress={() => goTo('teach')}>
          {t.task.teachIt}
        </Button>
      </div>
    );
  return null;
}

function Approval({ task, work }: { readonly task: Task; readonly work: Work }) {
  const steer = useSteer(task, work);
  return (
    <section className="note asks stack" aria-label={t.task.approveTitle}>
      <strong>{t.task.approveTitle}</strong>
      <ul>
        {effectsToApprove(task).map(({ id, sentence, why }) => (
          <li key={id}>
            {sentence} <em>{why}</em>
          </li>
        ))}
      </ul>
      <div className="row">
        <Button className="primary" isDisabled={work.isBusy} onPress={() => steer(TaskVerb.TASK_VERB_APPROVE)}>
          {t.task.approve}
        </Button>
        <Button isDisabled={work.isBusy} onPress={() => steer(TaskVerb.TASK_VERB_REFUSE)}>
          {t.task.refuse}
        </Button>
      </div>
    </section>
  );
}

function useSteer(task: Task, work: Work): (verb: TaskVerb) => void {
  const client = useClient();
  const { tasks } = useLive();
  return (verb) => void work.start(async (signal) => tasks.take([await client.steer(task.id, verb, { signal })]));
}

function Verbs({ task, work }: { readonly task: Task; readonly work: Work }) {
  const steer = useSteer(task, work);
  const possible = verbsFor(task);
  if (possible.length === 0) return null;
  return (
    <div className="row">
      {possible.map((verb) => (
        <Button
          key={verb}
          isDisabled={work.isBusy}
          onPress={() => steer(verb)}
          className={verb === TaskVerb.TASK_VERB_HALT ? 'danger' : ''}
        >
          {verbs[verb]}
        </Button>
      ))}
    </div>
  );
}

/** What was done, and what will be. */
export function StepList({ steps }: { readonly steps: readonly Step[] }) {
  const now = useNow(1_000);
  if (steps.length === 0) return null;
  return (
    <ol className="steps" aria-label={t.task.steps}>
      {steps.map((step) => (
        <li key={step.id}>
          <StepLine step={step} now={now} />
        </li>
      ))}
    </ol>
  );
}

function StepLine({ step, now }: { readonly step: Step; readonly now: Date }) {
  const seconds = secondsOf(step, now);
  const notes = [
    seconds === undefined ? '' : t.task.seconds(seconds),
    step.confidence > 0 ? t.task.sure(step.confidence) : '',
    step.verification === 'VERIFICATION_UNSEEN' ? t.task.unseen : '',
    step.optional ? t.task.optional : '',
    step.irreversible ? t.task.cannotBeUndone : '',
    step.sensitive ? t.task.sensitive : '',
    step.undoes ? t.task.takesBack : '',
  ].filter(Boolean);
  return (
    <>
      <div className="row between">
        <span>{step.sentence}</span>
        <StepBadge state={step.state} />
      </div>
      {notes.length > 0 && <p className="muted">{notes.join(' · ')}</p>}
      <Rulings rulings={step.rulings} />
      {step.fault && (
        <p className="muted">
          {step.fault.message} <code>{step.fault.code}</code>
        </p>
      )}
      <div className="row">
        {step.beforePicture && <PictureButton which={t.task.before} sha256={step.beforePicture} step={step} isMarked />}
        {step.afterPicture && <PictureButton which={t.task.after} sha256={step.afterPicture} step={step} />}
      </div>
    </>
  );
}

interface PictureButtonProps {
  readonly which: string;
  readonly sha256: string;
  readonly step: Step;
  readonly isMarked?: boolean;
}

function PictureButton({ which, sha256, step, isMarked = false }: PictureButtonProps) {
  const [isOpen, setOpen] = useState(false);
  const box = isMarked ? step.targetBox : undefined;
  const alt = t.task.pictureOf(which, step.sentence);
  return (
    <>
      <Button className="thumbnail" aria-label={alt} onPress={() => setOpen(true)}>
        <Picture sha256={sha256} alt={which} box={box} />
        <span aria-hidden="true">{which}</span>
      </Button>
      <Window title={alt} isOpen={isOpen} onClose={() => setOpen(false)} isWide>
        <Picture sha256={sha256} alt={alt} box={box} />
      </Window>
    </>
  );
}
