import type { JournalEntry, Task } from '@karna/proto/gen/task/v1/task';
import { isEnded } from '@karna/proto/words';
import { useState } from 'react';
import { Button, Input, Label, SearchField } from 'react-aria-components';
import { type HistoryGroup, secondsBetween, statesOf } from '../domain/task-view.ts';
import { useLive, useTasks, useTasksReady } from '../live/live.tsx';
import { Ago } from '../parts/ago.tsx';
import { Choice } from '../parts/choice.tsx';
import { ErrorNote } from '../parts/error-note.tsx';
import { saveReport } from '../parts/save-report.ts';
import { TaskBadge } from '../parts/state-badge.tsx';
import { TaskCard } from '../parts/task-card.tsx';
import { useLoaded } from '../parts/use-loaded.ts';
import { useWork } from '../parts/use-work.ts';
import { Waiting } from '../parts/waiting.tsx';
import { goTo, linkTo } from '../route.ts';
import { useClient } from '../session/connection.tsx';
import { t } from '../strings.en.ts';

const pageSize = 50;
const groups: readonly HistoryGroup[] = ['all', 'open', 'waiting', 'done', 'stopped'];

export function History({ id }: { readonly id: string }) {
  return id === '' ? <TaskList /> : <OneTask key={id} id={id} />;
}

function TaskList() {
  const client = useClient();
  const { tasks: board, desktops } = useLive();
  const known = useTasks();
  const isReady = useTasksReady();
  const [group, setGroup] = useState<HistoryGroup>('all');
  const [desktopId, setDesktopId] = useState('');
  const [words, setWords] = useState('');
  const [isComplete, setComplete] = useState(false);
  const more = useWork();
  const names = new Map((desktops.value ?? []).map(({ desktop }) => [desktop?.id ?? '', desktop?.name ?? '']));

  const states = statesOf(group);
  const fits = ({ state, command, ...task }: Task) =>
    (states.length === 0 || states.includes(state)) &&
    (desktopId === '' || task.desktopId === desktopId) &&
    command.toLowerCase().includes(words.trim().toLowerCase());
  const shown = known.filter(fits);
  const older = async (signal: AbortSignal) => {
    const last = shown.at(-1)?.id ?? '';
    const found = await client.tasks({ desktop: desktopId, states, limit: pageSize, beforeTaskId: last, signal });
    board.take(found);
    setComplete(found.length < pageSize);
  };
  return (
    <div className="stack">
      <p className="muted">{t.history.lead}</p>
      <div className="row filters">
        <SearchField value={words} onChange={setWords} className="grow">
          <Label>{t.history.search}</Label>
          <Input />
        </SearchField>
        <Choice
          label={t.history.state}
          value={group}
          options={groups.map((one) => [one, t.history.groups[one]] as const)}
          onChange={(next) => {
            setGroup(next);
            setComplete(false);
          }}
        />
        <Choice
          label={t.desktop.label}
          value={desktopId}
          options={[['', t.history.anyDesktop] as const, ...[...names].map(([one, name]) => [one, name] as const)]}
          onChange={(next) => {
            setDesktopId(next);
            setComplete(false);
          }}
        />
      </div>
      {!isReady && <Waiting words={t.loading} />}
      {isReady && shown.length === 0 && (
        <p className="panel">{known.length === 0 ? t.history.empty : t.history.noMatch}</p>
      )}
      <ul className="rows">
        {shown.map((task) => (
          <li key={task.id} className="panel">
            <div className="row between">
              <a href={linkTo('history', task.id)} className="command">
                {task.command}
              </a>
              <TaskBadge state={task.state} />
            </div>
            <p className="muted">
              {[
                names.get(task.desktopId) ?? '',
                t.skills.steps(task.steps.length),
                t.task.byWhom(task.requestedBy),
                task.dryRun ? t.task.dryRun : '',
              ]
                .filter(Boolean)
                .join(' · ')}{' '}
              · <Ago at={task.createdAt} />
            </p>
          </li>
        ))}
      </ul>
      {more.error !== undefined && <ErrorNote error={more.error} />}
      {more.isBusy ? (
        <Waiting words={t.loading} onCancel={more.cancel} />
      ) : (
        !isComplete && known.length >= pageSize && <Button onPress={() => void more.start(older)}>{t.more}</Button>
      )}
    </div>
  );
}

function OneTask({ id }: { readonly id: string }) {
  const client = useClient();
  const { desktops } = useLive();
  const live = useTasks().find((task) => task.id === id);
  const loaded = useLoaded((signal) => client.task(id, { signal }), `${id} ${live && isEnded(live.state)}`);
  const work = useWork();
  const task = live && (!loaded.value || live.version > loaded.value.task.version) ? live : loaded.value?.task;
  if (loaded.error !== undefined && !task) return <ErrorNote error={loaded.error} />;
  if (!task) return <Waiting words={t.loading} />;
  const name = desktops.value?.find(({ desktop }) => desktop?.id === task.desktopId)?.desktop?.name ?? task.desktopId;
  const report = () =>
    void work.start(async (signal) => {
      const { journal, task: newest } = await client.task(id, { signal });
      await saveReport(client, { task: newest, journal, desktop: name }, signal);
    });
  const again = () =>
    void work.start(async (signal) => {
      await runAgain(client, task, signal);
      goTo('desk');
    });
  return (
    <div className="stack">
      <div className="row between">
        <a href={linkTo('history')}>← {t.pages.history}</a>
        <div className="row">
          <Button onPress={again} isDisabled={work.isBusy}>
            {t.task.rerun}
          </Button>
          <Button onPress={report} isDisabled={work.isBusy}>
            {t.task.report}
          </Button>
        </div>
      </div>
      {work.isBusy && <Waiting words={t.task.reportWorking} onCancel={work.cancel} />}
      {work.error !== undefined && <ErrorNote error={work.error} />}
      <p className="muted">
        {[name, t.task.byWhom(task.requestedBy), task.dryRun ? t.task.dryRun : '', task.skill?.name ?? '']
          .filter(Boolean)
          .join(' · ')}{' '}
        · <Ago at={task.createdAt} />
        {task.createdAt && task.finishedAt && ` · ${t.task.seconds(secondsBetween(task.createdAt, task.finishedAt))}`}
      </p>
      <TaskCard task={task} />
      <Journal entries={loaded.value?.journal ?? []} />
    </div>
  );
}

/** A skill with the values that it had; else the words again. */
async function runAgain(client: ReturnType<typeof useClient>, task: Task, signal: AbortSignal): Promise<void> {
  const { command, desktopId, domain, dryRun, skill } = task;
  const doing = skill?.skillId ? { skill: skill.skillId, slots: skill.slots } : {};
  await client.run(command, { desktop: desktopId, domain, dryRun, ...doing, signal });
}

function Journal({ entries }: { readonly entries: readonly JournalEntry[] }) {
  if (entries.length === 0) return null;
  return (
    <details className="panel">
      <summary>{t.task.journal}</summary>
      <div className="scroll">
        <table>
          <tbody>
            {entries.map(({ id, at, event, actor }) => (
              <tr key={id}>
                <td>{at?.toLocaleTimeString()}</td>
                <td>{event}</td>
                <td>{actor}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </details>
  );
}
