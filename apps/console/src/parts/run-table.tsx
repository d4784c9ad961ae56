import { KarnaError, rowsIn, saidFor } from '@karna/client';
import type { Skill } from '@karna/proto/gen/skill/v1/skill';
import { type Task, TaskState, TaskVerb } from '@karna/proto/gen/task/v1/task';
import { useId, useState } from 'react';
import { Button } from 'react-aria-components';
import { useLive } from '../live/live.tsx';
import { linkTo } from '../route.ts';
import { useClient } from '../session/connection.tsx';
import { t } from '../strings.en.ts';
import { ErrorNote } from './error-note.tsx';
import { TaskBadge } from './state-badge.tsx';
import { useWork } from './use-work.ts';
import { Waiting } from './waiting.tsx';

interface RowDone {
  readonly row: number;
  readonly task: Task;
}

/** A skill once for every row of a pasted table, as `karna run --each` does: in order, and no farther than the first surprise. */
export function RunTable({ skill }: { readonly skill: Skill }) {
  const client = useClient();
  const { desktop } = useLive();
  const [text, setText] = useState('');
  const [from, setFrom] = useState(1);
  const [now, setNow] = useState({ row: 0, rows: 0 });
  const [done, setDone] = useState<readonly RowDone[]>([]);
  const work = useWork();
  const textId = useId();
  const fromId = useId();
  const phrase = skill.phrases[0] ?? skill.name;

  const run = () =>
    void work.start(async (signal) => {
      const rows = rowsIn(text);
      if (rows.length < from) throw new KarnaError('input.invalid', `the table has ${t.skills.rows(rows.length)}`);
      setDone([]);
      for (const [index, row] of rows.entries()) {
        if (index + 1 < from) continue;
        signal.throwIfAborted();
        setNow({ row: index + 1, rows: rows.length });
        const desktopId = desktop?.desktop?.id ?? '';
        const { id } = await client.run(saidFor(phrase, row), {
          desktop: desktopId,
          skill: skill.id,
          slots: row,
          signal,
        });
        // Given up: the row that is being done is not left to itself.
        const cancel = () => void client.steer(id, TaskVerb.TASK_VERB_CANCEL).catch(() => {});
        signal.addEventListener('abort', cancel, { once: true });
        const task = await client.waitFor(id, { signal });
        signal.removeEventListener('abort', cancel);
        setDone((before) => [...before, { row: index + 1, task }]);
        if (task.state !== TaskState.TASK_STATE_COMPLETED) return;
      }
    });
  const last = done.at(-1);
  const stopped = !work.isBusy && last && last.task.state !== TaskState.TASK_STATE_COMPLETED ? last : undefined;
  const completed = done.filter(({ task }) => task.state === TaskState.TASK_STATE_COMPLETED).length;
  return (
    <div className="panel stack">
      <p className="muted">{t.skills.tableHint}</p>
      <div>
        <label htmlFor={textId}>{t.skills.tableLabel}</label>
        <textarea
          id={textId}
          value={text}
          rows={6}
          spellCheck={false}
          placeholder={skill.slots.map(({ name }) => name).join(',')}
          onChange={({ target }) => setText(target.value)}
        />
      </div>
      <div className="row filters">
        <div className="field">
          <label htmlFor={fromId}>{t.skills.from}</label>
          <input
            id={fromId}
            type="number"
            min={1}
            value={from}
            onChange={({ target }) => setFrom(Math.max(1, Number(target.value)))}
          />
        </div>
        {work.isBusy ? (
          <Waiting words={t.skills.rowRunning(now.row, now.rows)} onCancel={work.cancel} />
        ) : (
          <Button className="primary" onPress={run} isDisabled={text.trim() === ''}>
            {t.skills.table}
          </Button>
        )}
      </div>
      {work.error !== undefined && <ErrorNote error={work.error} />}
      {done.length > 0 && (
        <p role="status" className={stopped ? 'note bad' : 'note good'}>
          {t.skills.rowsDone(completed, now.rows - from + 1)} {stopped && t.skills.rowStopped(stopped.row)}{' '}
          {stopped?.task.fault?.message ?? stopped?.task.sentence}
        </p>
      )}
      <ul className="rows">
        {done.map(({ row, task }) => (
          <li key={row} className="row between">
            <a href={linkTo('history', task.id)}>
              {row} · {task.command}
            </a>
            <TaskBadge state={task.state} />
          </li>
        ))}
      </ul>
    </div>
  );
}
