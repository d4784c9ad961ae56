import { actText } from '@karna/client';
import { type Act, type Recording, RecordingState } from '@karna/proto/gen/recording/v1/recording';
import { word } from '@karna/proto/words';
import { useEffect, useState } from 'react';
import { Button, Form, Input, Label, TextField } from 'react-aria-components';
import { useLive } from '../live/live.tsx';
import { Ago } from '../parts/ago.tsx';
import { DraftEditor } from '../parts/draft/draft-editor.tsx';
import { ErrorNote } from '../parts/error-note.tsx';
import { LivePicture } from '../parts/live-picture.tsx';
import { Badge } from '../parts/state-badge.tsx';
import { useLoaded } from '../parts/use-loaded.ts';
import { useWork } from '../parts/use-work.ts';
import { Waiting } from '../parts/waiting.tsx';
import { goTo, linkTo } from '../route.ts';
import { useClient } from '../session/connection.tsx';
import { t } from '../strings.en.ts';

export const Teach = ({ id }: { readonly id: string }) => (id === '' ? <Showing /> : <DraftEditor key={id} id={id} />);

/** Recording, and what waits to be decided. */
function Showing() {
  const client = useClient();
  const { desktop } = useLive();
  const desktopId = desktop?.desktop?.id ?? '';
  const recordings = useLoaded((signal) => client.teaching.recordings({ signal }), 'recordings');
  const drafts = useLoaded((signal) => client.teaching.drafts({ signal }), 'drafts');
  const running = (recordings.value ?? []).find((one) => isRunning(one) && one.desktopId === desktopId);
  const [name, setName] = useState('');
  const [stage, setStage] = useState('');
  const work = useWork();
  const start = () =>
    void work.start(async (signal) => {
      setStage(t.loading);
      await client.teaching.start(name.trim(), { desktop: desktopId, signal });
      setName('');
      recordings.reload();
    });
  const learn = (recordingId: string) =>
    void work.start(async (signal) => {
      setStage(t.teach.learning);
      goTo('teach', (await client.teaching.learn(recordingId, { signal })).id);
    });
  // Not the recording's own work: it is gone from the page once it has ended, and is learned from then.
  const stop = (recordingId: string) =>
    void work.start(async (signal) => {
      setStage(t.teach.handingOver);
      await client.teaching.stop(recordingId, { signal });
      setStage(t.teach.learning);
      goTo('teach', (await client.teaching.learn(recordingId, { signal })).id);
    });
  const ended = (recordings.value ?? []).filter((one) => !isRunning(one));
  return (
    <div className="stack">
      <p className="muted">{t.teach.lead}</p>
      {running ? (
        <RunningRecording
          key={running.id}
          recording={running}
          isBusy={work.isBusy}
          onStop={() => stop(running.id)}
          onEnded={recordings.reload}
        />
      ) : (
        <Form
          className="panel row"
          onSubmit={(event) => {
            event.preventDefault();
            if (name.trim() !== '') start();
          }}
        >
          <TextField className="grow" value={name} onChange={setName} autoComplete="off">
            <Label>{t.teach.nameLabel}</Label>
            <Input placeholder={t.teach.namePlaceholder} />
          </TextField>
          <Button type="submit" className="primary" isDisabled={name.trim() === '' || work.isBusy || !desktop?.online}>
            {t.teach.start}
          </Button>
        </Form>
      )}
      {work.isBusy && <Waiting words={stage} onCancel={work.cancel} />}
      {work.error !== undefined && <ErrorNote error={work.error} />}
      <section className="panel stack">
        <h2>{t.teach.drafts}</h2>
        {drafts.error !== undefined && <ErrorNote error={drafts.error} />}
        {!drafts.value && drafts.isLoading && <Waiting words={t.loading} />}
        {drafts.value?.length === 0 && <p className="muted">{t.teach.noDrafts}</p>}
        <ul className="rows">
          {drafts.value?.map((draft) => (
            <li key={draft.id} className="row between">
              <a href={linkTo('teach', draft.id)}>{draft.name}</a>
              <span className="muted">
                {draft.change} · <Ago at={draft.updatedAt} />
              </span>
            </li>
          ))}
        </ul>
      </section>
      <section className="panel stack">
        <h2>{t.teach.recordings}</h2>
        {recordings.error !== undefined && <ErrorNote error={recordings.error} />}
        {recordings.value && ended.length === 0 && <p className="muted">{t.teach.noRecordings}</p>}
        <ul className="rows">
          {ended.map((one) => (
            <li key={one.id} className="row between">
              <span className="grow">{one.name}</span>
              <span className="muted">
                {word(one.state, ' ')} · {t.teach.actCount(one.acts)} · <Ago at={one.startedAt} />
              </span>
              <Button
                onPress={() => learn(one.id)}
                isDisabled={work.isBusy || one.acts === 0}
                aria-label={`${t.teach.learn}: ${one.name}`}
              >
                {t.teach.learn}
              </Button>
            </li>
          ))}
        </ul>
      </section>
    </div>
  );
}

const isRunning = ({ state }: Recording): boolean =>
  state === RecordingState.RECORDING_STATE_RUNNING || state === RecordingState.RECORDING_STATE_PAUSED;

function RunningRecording({
  recording: first,
  isBusy,
  onStop,
  onEnded,
}: {
  readonly recording: Recording;
  readonly isBusy: boolean;
  readonly onStop: () => void;
  readonly onEnded: () => void;
}) {
  const client = useClient();
  const { desktop } = useLive();
  const [recording, setRecording] = useState(first);
  const [acts, setActs] = useState<readonly Act[]>([]);
  const [error, setError] = useState<unknown>();
  const work = useWork();
  const { id } = first;

  useEffect(() => {
    const leaving = new AbortController();
    const watch = async () => {
      for await (const seen of client.teaching.watch(id, { signal: leaving.signal })) {
        setRecording(seen.recording);
        const { act } = seen;
        if (act) setActs((before) => [...before, act]);
      }
      onEnded();
    };
    watch().catch((thrown: unknown) => !leaving.signal.aborted && setError(thrown));
    return () => leaving.abort();
  }, [client, id, onEnded]);

  const isPaused = recording.state === RecordingState.RECORDING_STATE_PAUSED;
  const pause = () =>
    void work.start(async (signal) => {
      setRecording(await (isPaused ? client.teaching.resume(id, { signal }) : client.teaching.pause(id, { signal })));
    });
  const discard = () =>
    void work.start(async (signal) => {
      await client.teaching.discard(id, { signal });
      onEnded();
    });
  return (
    <section className="panel stack recording" aria-label={t.teach.recording(recording.name)}>
      <div className="row between">
        <h2>{t.teach.recording(recording.name)}</h2>
        <Badge tone={isPaused ? 'asks' : 'bad'} words={word(recording.state, ' ')} />
      </div>
      <p>{t.teach.doItNow}</p>
      {desktop?.desktop && (
        <div className="showing">
          <LivePicture desktopId={desktop.desktop.id} name={desktop.desktop.name} isOnline={desktop.online} />
        </div>
      )}
      <h3>{t.teach.acts}</h3>
      {acts.length === 0 && <p className="muted">{t.teach.noActs}</p>}
      <ol aria-live="polite">
        {acts.map((act) => (
          <li key={act.number}>
            {actText(act.what)} <span className="muted">{act.window?.application}</span>
          </li>
        ))}
      </ol>
      <div className="row">
        <Button className="primary" onPress={onStop} isDisabled={isBusy}>
          {t.teach.stop}
        </Button>
        <Button onPress={pause} isDisabled={work.isBusy}>
          {isPaused ? t.teach.resume : t.teach.pause}
        </Button>
        <Button onPress={discard} isDisabled={work.isBusy}>
          {t.teach.discard}
        </Button>
      </div>
      {(work.error ?? error) !== undefined && <ErrorNote error={work.error ?? error} />}
    </section>
  );
}
