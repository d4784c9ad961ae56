import { type Turn, TurnKind } from '@karna/proto/gen/language/v1/conversation';
import { isActive, isResting } from '@karna/proto/words';
import { useState } from 'react';
import { Button } from 'react-aria-components';
import { useLive, useTasks } from '../live/live.tsx';
import { Ago } from '../parts/ago.tsx';
import { CommandBar } from '../parts/command-bar.tsx';
import { ErrorNote } from '../parts/error-note.tsx';
import { LivePicture } from '../parts/live-picture.tsx';
import { TaskBadge } from '../parts/state-badge.tsx';
import { TaskCard } from '../parts/task-card.tsx';
import { useLoaded } from '../parts/use-loaded.ts';
import { useWork } from '../parts/use-work.ts';
import { linkTo } from '../route.ts';
import { useClient } from '../session/connection.tsx';
import { t } from '../strings.en.ts';

/** Of the tasks that wait for somebody, so many are named here. */
const maxWaiting = 5;

/** What people look at all day: the desktop, what is said to it, and what comes of it. */
export function Desk() {
  const { desktop, desktops } = useLive();
  if (desktops.error !== undefined) return <ErrorNote error={desktops.error} />;
  if (!desktop?.desktop)
    return desktops.value ? (
      <p className="panel">
        {t.desktop.none} <a href={linkTo('desktops')}>{t.desktop.enrolFirst}</a>
      </p>
    ) : (
      <p className="muted">{t.loading}</p>
    );
  const { id, name } = desktop.desktop;
  return <DeskOf key={id} desktopId={id} name={name} isOnline={desktop.online} />;
}

function DeskOf({
  desktopId,
  name,
  isOnline,
}: {
  readonly desktopId: string;
  readonly name: string;
  readonly isOnline: boolean;
}) {
  const client = useClient();
  const { tasks: board } = useLive();
  const tasks = useTasks().filter((task) => task.desktopId === desktopId);
  const skills = useLoaded((signal) => client.skills({ signal }), 'skills');
  const thread = useLoaded((signal) => client.thread(desktopId, { signal }), `thread ${desktopId}`);
  const [lastTurn, setLastTurn] = useState<Turn>();
  const work = useWork();

  const say = async (text: string, dryRun = false): Promise<boolean> => {
    const said = await work.start((signal) => client.say(text, { desktop: desktopId, dryRun, signal }));
    if (!said) return false;
    if (said.task) board.take([said.task]);
    setLastTurn(said.turn);
    thread.reload();
    return true;
  };
  const current = tasks.find(({ state }) => isActive(state)) ?? tasks[0];
  const waiting = tasks.filter((task) => task !== current && isResting(task.state)).slice(0, maxWaiting);
  const answered = lastTurn && lastTurn.taskId === '' ? lastTurn : undefined;
  const turns = (thread.value ?? []).filter(({ taskId, id }) => taskId !== current?.id && id !== answered?.id);
  return (
    <div className="desk">
      <LivePicture desktopId={desktopId} name={name} isOnline={isOnline} />
      <div className="stack side">
        {answered && <TurnCard turn={answered} onChoose={(number) => void say(String(number))} isBusy={work.isBusy} />}
        {current ? <TaskCard task={current} /> : <p className="muted">{t.desk.nothingYet}</p>}
        {waiting.length > 0 && (
          <section className="panel stack" aria-label={t.desk.waiting}>
            <h2>{t.desk.waiting}</h2>
            {waiting.map(({ id, command, state }) => (
              <div key={id} className="row between">
                <a href={linkTo('history', id)}>{command}</a>
                <TaskBadge state={state} />
              </div>
            ))}
          </section>
        )}
        {turns.length > 0 && <Thread turns={turns} />}
        {thread.error !== undefined && <ErrorNote error={thread.error} />}
      </div>
      <div className="stack">
        {work.error !== undefined && <ErrorNote error={work.error} />}
        <CommandBar
          skills={skills.value ?? []}
          saidBefore={tasks.map(({ command }) => command)}
          isBusy={work.isBusy}
          isDisabled={false}
          onSay={say}
          onCancel={work.cancel}
        />
      </div>
    </div>
  );
}

interface TurnCardProps {
  readonly turn: Turn;
  readonly onChoose: (number: number) => void;
  readonly isBusy: boolean;
}

/** What Karna answered where no task came of it: its choices can be pressed. */
function TurnCard({ turn, onChoose, isBusy }: TurnCardProps) {
  return (
    <section className="panel stack" aria-live="polite">
      <p className="muted">
        {t.desk.youSaid}: {turn.said}
      </p>
      <p>{turn.sentence}</p>
      {turn.kind === TurnKind.TURN_KIND_ASKED && (
        <div className="row">
          {turn.choices.map(({ label }, index) => (
            <Button key={label} isDisabled={isBusy} onPress={() => onChoose(index + 1)}>
              {index + 1} · {label}
            </Button>
          ))}
        </div>
      )}
    </section>
  );
}

function Thread({ turns }: { readonly turns: readonly Turn[] }) {
  return (
    <section className="panel stack" aria-label={t.desk.conversation}>
      <h2>{t.desk.conversation}</h2>
      <ol className="thread">
        {[...turns].reverse().map(({ id, at, said, sentence, taskId, taskState, taskSentence }) => (
          <li key={id}>
            <div className="row between">
              {taskId ? <a href={linkTo('history', taskId)}>{said}</a> : <span>{said}</span>}
              {taskId ? <TaskBadge state={taskState} /> : null}
            </div>
            <p className="muted">
              {taskSentence || sentence} · <Ago at={at} />
            </p>
          </li>
        ))}
      </ol>
    </section>
  );
}
