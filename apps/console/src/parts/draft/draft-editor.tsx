import { KarnaError } from '@karna/client';
import type { Draft } from '@karna/proto/gen/recording/v1/draft';
import { useState } from 'react';
import { Button } from 'react-aria-components';
import { goTo, linkTo } from '../../route.ts';
import { useClient } from '../../session/connection.tsx';
import { t } from '../../strings.en.ts';
import { Confirm } from '../dialog.tsx';
import { ErrorNote } from '../error-note.tsx';
import { useLoaded } from '../use-loaded.ts';
import { useWork } from '../use-work.ts';
import { Waiting } from '../waiting.tsx';
import type { Change } from './change.ts';
import { Naming, ProposalRow } from './naming.tsx';
import { StepEditor } from './step-editor.tsx';
import { TestRun } from './test-run.tsx';

/** What was learned, before somebody agrees to it: every change is kept at once, and can be taken back. */
export function DraftEditor({ id }: { readonly id: string }) {
  const client = useClient();
  const loaded = useLoaded((signal) => client.teaching.draft(id, { signal }), id);
  const [changed, setChanged] = useState<Draft>();
  const [isRemoving, setRemoving] = useState(false);
  const work = useWork();
  const draft = changed && (!loaded.value || changed.version >= loaded.value.version) ? changed : loaded.value;
  if (loaded.error !== undefined && !draft) return <ErrorNote error={loaded.error} />;
  if (!draft) return <Waiting words={t.loading} />;

  const change: Change = (what) =>
    void work.start(async (signal) => {
      try {
        setChanged(await client.teaching.edit(draft, what, { signal }));
      } catch (error) {
        // Shown as it is now, so that the change can be made again.
        if (error instanceof KarnaError && error.code === 'draft.stale') {
          setChanged(undefined);
          loaded.reload();
        }
        throw error;
      }
    });
  const accept = () =>
    void work.start(async (signal) => goTo('skills', (await client.teaching.accept(draft, { signal })).id));
  const remove = () =>
    void work.start(async (signal) => {
      await client.teaching.removeDraft(id, { signal });
      goTo('teach');
    });
  return (
    <div className="stack">
      <div className="row between">
        <a href={linkTo('teach')}>← {t.pages.teach}</a>
        <div className="row">
          <Button isDisabled={!draft.canUndo || work.isBusy} onPress={() => change({ $case: 'undo', value: true })}>
            {t.teach.undo}
          </Button>
          <Button isDisabled={!draft.canRedo || work.isBusy} onPress={() => change({ $case: 'redo', value: true })}>
            {t.teach.redo}
          </Button>
          <Button className="danger" isDisabled={work.isBusy} onPress={() => setRemoving(true)}>
            {t.teach.removeDraft}
          </Button>
        </div>
      </div>
      <h2>{t.teach.draftOf(draft.name)}</h2>
      <p className="muted" role="status">
        {work.isBusy ? t.loading : t.teach.lastChange(draft.change)}
      </p>
      {work.error !== undefined && <ErrorNote error={work.error} />}
      <Naming draft={draft} isBusy={work.isBusy} change={change} />
      {draft.notes.length > 0 && (
        <section className="note asks">
          <h3>{t.teach.notes}</h3>
          <ul>
            {draft.notes.map((note) => (
              <li key={note}>{note}</li>
            ))}
          </ul>
        </section>
      )}
      {draft.proposals.length > 0 && (
        <section className="panel stack">
          <h2>{t.teach.proposals}</h2>
          {draft.proposals.map((proposal) => (
            <ProposalRow key={proposal.id} proposal={proposal} isBusy={work.isBusy} change={change} />
          ))}
        </section>
      )}
      <h2>{t.teach.steps}</h2>
      <ol className="rows">
        {draft.steps.map((one, index) => (
          <li key={one.step?.id ?? index} className="panel">
            <StepEditor draft={draft} index={index} of={one} isBusy={work.isBusy} change={change} />
          </li>
        ))}
      </ol>
      <TestRun draft={draft} />
      <div className="row">
        <Button className="primary" isDisabled={work.isBusy} onPress={accept}>
          {t.teach.accept}
        </Button>
      </div>
      <Confirm
        title={t.teach.removeDraftTitle}
        note={draft.name}
        verb={t.teach.removeDraft}
        isOpen={isRemoving}
        onClose={() => setRemoving(false)}
        onConfirm={remove}
      />
    </div>
  );
}
