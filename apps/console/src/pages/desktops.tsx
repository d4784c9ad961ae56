import type { DesktopSummary } from '@karna/proto/gen/channel/v1/control';
import { isActive } from '@karna/proto/words';
import { useState } from 'react';
import { Button } from 'react-aria-components';
import { useLive, useTasks } from '../live/live.tsx';
import { Ago } from '../parts/ago.tsx';
import { CopyField } from '../parts/copy-field.tsx';
import { Confirm, Window } from '../parts/dialog.tsx';
import { ErrorNote } from '../parts/error-note.tsx';
import { Picture } from '../parts/picture.tsx';
import { Badge } from '../parts/state-badge.tsx';
import { useLoaded } from '../parts/use-loaded.ts';
import { useWork } from '../parts/use-work.ts';
import { Waiting } from '../parts/waiting.tsx';
import { goTo, linkTo } from '../route.ts';
import { useClient } from '../session/connection.tsx';
import { t } from '../strings.en.ts';

export function Desktops() {
  const { desktops } = useLive();
  const [isEnrolling, setEnrolling] = useState(false);
  return (
    <div className="stack">
      <div className="row between">
        <p className="muted">{t.desktops.lead}</p>
        <Button className="primary" onPress={() => setEnrolling(true)}>
          {t.desktops.enrol}
        </Button>
      </div>
      {desktops.error !== undefined && <ErrorNote error={desktops.error} />}
      {!desktops.value && desktops.isLoading && <Waiting words={t.loading} />}
      {desktops.value?.length === 0 && <p className="panel">{t.desktop.none}</p>}
      <ul className="cards">
        {desktops.value?.map((one) => (
          <li key={one.desktop?.id} className="panel">
            <DesktopCard summary={one} onRemoved={desktops.reload} />
          </li>
        ))}
      </ul>
      <Window title={t.desktops.enrol} isOpen={isEnrolling} onClose={() => setEnrolling(false)}>
        <Enrolling />
      </Window>
    </div>
  );
}

function DesktopCard({
  summary: { desktop, online, report },
  onRemoved,
}: {
  readonly summary: DesktopSummary;
  readonly onRemoved: () => void;
}) {
  const client = useClient();
  const { choose } = useLive();
  const { id = '', name = '', platform = '', lastSeenAt } = desktop ?? {};
  const task = useTasks().find(({ desktopId, state }) => desktopId === id && isActive(state));
  const shot = useLoaded(async (signal) => (online ? client.screenshot(id, { signal }) : undefined), `${id} ${online}`);
  const [isRemoving, setRemoving] = useState(false);
  const work = useWork();
  const remove = () =>
    void work.start(async (signal) => {
      await client.removeDesktop(id, { signal });
      onRemoved();
    });
  const screens = report?.displays.map(({ box }) => `${box?.width} × ${box?.height}`).join(', ') ?? '';
  return (
    <div className="stack">
      <div className="row between">
        <h2>{name}</h2>
        <Badge tone={online ? 'good' : 'quiet'} words={online ? t.desktop.online : t.desktop.offline} />
      </div>
      {shot.value ? (
        <Picture sha256={shot.value.picture} alt={t.desk.picture(name)} />
      ) : (
        <p className="picture empty">{shot.isLoading && online ? t.loading : t.desktops.noThumbnail}</p>
      )}
      <p className="muted">
        {[platform, report?.agentVersion && `${t.desktops.version} ${report.agentVersion}`, screens]
          .filter(Boolean)
          .join(' · ')}
      </p>
      <p className="muted">
        {t.desktops.task}: {task ? <a href={linkTo('history', task.id)}>{task.command}</a> : t.desktops.idle}
        {!online && (
          <>
            {' · '}
            {t.desktops.seen} <Ago at={lastSeenAt} />
          </>
        )}
      </p>
      {shot.error !== undefined && <ErrorNote error={shot.error} />}
      {work.error !== undefined && <ErrorNote error={work.error} />}
      <div className="row">
        <Button
          onPress={() => {
            choose(id);
            goTo('desk');
          }}
          aria-label={`${t.desktops.watch}: ${name}`}
        >
          {t.desktops.watch}
        </Button>
        <Button
          onPress={shot.reload}
          isDisabled={!online || shot.isLoading}
          aria-label={`${t.desktops.refresh}: ${name}`}
        >
          {t.desktops.refresh}
        </Button>
        <Button onPress={() => setRemoving(true)} isDisabled={work.isBusy} aria-label={`${t.remove}: ${name}`}>
          {t.remove}
        </Button>
      </div>
      <Confirm
        title={t.desktops.removeTitle(name)}
        note={t.desktops.removeNote}
        verb={t.remove}
        isOpen={isRemoving}
        onClose={() => setRemoving(false)}
        onConfirm={remove}
      />
    </div>
  );
}

function Enrolling() {
  const client = useClient();
  const made = useLoaded((signal) => client.enrolmentCode(0, { signal }), 'code');
  if (made.error !== undefined) return <ErrorNote error={made.error} />;
  if (!made.value) return <Waiting words={t.loading} />;
  const command = `npx karna agent --server ${location.origin} --code ${made.value.code}`;
  return (
    <div className="stack">
      <p>{t.desktops.enrolNote}</p>
      <CopyField label={t.desktops.command} text={command} />
      <p className="muted">
        {made.value.expiresAt && t.desktops.validUntil(made.value.expiresAt.toLocaleTimeString())}
      </p>
    </div>
  );
}
