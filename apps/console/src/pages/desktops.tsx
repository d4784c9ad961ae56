import type { DesktopSummary } from '@karna/proto/gen/channel/v1/control';
import { isActive } from '@karna/proto/words';
import { useId, useState } from 'react';
import { Button, Form, Input, Label, TextField } from 'react-aria-components';
import { useLive, useTasks } from '../live/live.tsx';
import { Ago } from '../parts/ago.tsx';
import { Choice } from '../parts/choice.tsx';
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
  const [group, setGroup] = useState('');
  const groups = groupsOf(desktops.value ?? []);
  const shown = desktops.value?.filter(({ desktop }) => !groups.includes(group) || desktop?.group === group);
  return (
    <div className="stack">
      <div className="row between">
        <p className="muted">{t.desktops.lead}</p>
        {groups.length > 0 && (
          <Choice
            label={t.desktops.group}
            value={groups.includes(group) ? group : ''}
            options={[['', t.desktops.allGroups] as const, ...groups.map((one) => [one, one] as const)]}
            onChange={setGroup}
          />
        )}
        <Button className="primary" onPress={() => setEnrolling(true)}>
          {t.desktops.enrol}
        </Button>
      </div>
      {desktops.error !== undefined && <ErrorNote error={desktops.error} />}
      {!desktops.value && desktops.isLoading && <Waiting words={t.loading} />}
      {desktops.value?.length === 0 && <p className="panel">{t.desktop.none}</p>}
      <ul className="cards">
        {shown?.map((one) => (
          <li key={one.desktop?.id} className="panel">
            <DesktopCard summary={one} groups={groups} onChanged={desktops.reload} />
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
  groups,
  onChanged,
}: {
  readonly summary: DesktopSummary;
  readonly groups: readonly string[];
  readonly onChanged: () => void;
}) {
  const client = useClient();
  const { choose } = useLive();
  const { id = '', name = '', platform = '', lastSeenAt, group = '' } = desktop ?? {};
  const task = useTasks().find(({ desktopId, state }) => desktopId === id && isActive(state));
  const shot = useLoaded(async (signal) => (online ? client.screenshot(id, { signal }) : undefined), `${id} ${online}`);
  const [isRemoving, setRemoving] = useState(false);
  const [isGrouping, setGrouping] = useState(false);
  const work = useWork();
  const remove = () =>
    void work.start(async (signal) => {
      await client.removeDesktop(id, { signal });
      onChanged();
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
        {[group, platform, report?.agentVersion && `${t.desktops.version} ${report.agentVersion}`, screens]
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
        <Button onPress={() => setGrouping(true)} isDisabled={work.isBusy} aria-label={`${t.desktops.group}: ${name}`}>
          {t.desktops.group}
        </Button>
        <Button onPress={() => setRemoving(true)} isDisabled={work.isBusy} aria-label={`${t.remove}: ${name}`}>
          {t.remove}
        </Button>
      </div>
      <Window title={t.desktops.groupTitle(name)} isOpen={isGrouping} onClose={() => setGrouping(false)}>
        <Grouping
          group={group}
          groups={groups}
          onGroup={(wanted) => {
            setGrouping(false);
            void work.start(async (signal) => {
              await client.groupDesktop(id, wanted, { signal });
              onChanged();
            });
          }}
        />
      </Window>
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

const groupsOf = (all: readonly DesktopSummary[]): readonly string[] =>
  [...new Set(all.flatMap(({ desktop }) => (desktop?.group ? [desktop.group] : [])))].sort();

interface GroupingProps {
  readonly group: string;
  readonly groups: readonly string[];
  readonly onGroup: (group: string) => void;
}

/** A group that there is, or a new one. */
function Grouping({ group, groups, onGroup }: GroupingProps) {
  const [wanted, setWanted] = useState(group);
  const listId = useId();
  return (
    <Form
      className="stack"
      onSubmit={(event) => {
        event.preventDefault();
        onGroup(wanted.trim());
      }}
    >
      <TextField value={wanted} onChange={setWanted} autoFocus autoComplete="off" maxLength={60}>
        <Label>{t.desktops.groupLabel}</Label>
        <Input list={listId} />
      </TextField>
      <datalist id={listId}>
        {groups.map((one) => (
          <option key={one} value={one} />
        ))}
      </datalist>
      <div className="row end">
        <Button type="submit" className="primary">
          {t.save}
        </Button>
      </div>
    </Form>
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
