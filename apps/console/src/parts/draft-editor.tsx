import { checkText, KarnaError } from '@karna/client';
import type { Draft, DraftEdit, DraftStep, Proposal } from '@karna/proto/gen/recording/v1/draft';
import { useState } from 'react';
import { Button, Input, Label, TextField } from 'react-aria-components';
import { useLive } from '../live/live.tsx';
import { goTo, linkTo } from '../route.ts';
import { useClient } from '../session/connection.tsx';
import { t } from '../strings.en.ts';
import { BoxEditor } from './box-editor.tsx';
import { Confirm, Window } from './dialog.tsx';
import { ErrorNote } from './error-note.tsx';
import { Phrase } from './phrase.tsx';
import { Picture } from './picture.tsx';
import { useLoaded } from './use-loaded.ts';
import { useWork } from './use-work.ts';
import { Waiting } from './waiting.tsx';

type What = NonNullable<DraftEdit['what']>;
type Change = (what: What) => void;

/** What was learned, before somebody agrees to it: every change is kept at once, and can be taken back. */
export function DraftEditor({ id }: { readonly id: string }) {
  const client = useClient();
  const { desktop, tasks } = useLive();
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
  const accept = (isTest: boolean) =>
    void work.start(async (signal) => {
      const skill = await client.teaching.accept(draft, { signal });
      if (!isTest) return goTo('skills', skill.id);
      const options = { desktop: desktop?.desktop?.id ?? draft.desktopId, skill: skill.id, dryRun: true, signal };
      tasks.take([await client.run(skill.name, options)]);
      goTo('desk');
    });
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
      <Naming key={`name ${draft.version}`} draft={draft} isBusy={work.isBusy} change={change} />
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
            <StepEditor key={draft.version} draft={draft} index={index} of={one} isBusy={work.isBusy} change={change} />
          </li>
        ))}
      </ol>
      <section className="panel stack">
        <p className="muted">
          {t.teach.testNote} {t.teach.dryRunHint}
        </p>
        <div className="row">
          <Button className="primary" isDisabled={work.isBusy} onPress={() => accept(false)}>
            {t.teach.accept}
          </Button>
          <Button isDisabled={work.isBusy} onPress={() => accept(true)}>
            {t.teach.dryRun}
          </Button>
        </div>
      </section>
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

interface EditProps {
  readonly isBusy: boolean;
  readonly change: Change;
}

function Naming({ draft, isBusy, change }: EditProps & { readonly draft: Draft }) {
  const [name, setName] = useState(draft.name);
  const [phrases, setPhrases] = useState(draft.phrases.join('\n'));
  const lines = phrases.split('\n').flatMap((line) => (line.trim() === '' ? [] : [line.trim()]));
  const isSame = name === draft.name && lines.join('\n') === draft.phrases.join('\n');
  return (
    <section className="panel stack">
      <TextField value={name} onChange={setName}>
        <Label>{t.teach.nameOfSkill}</Label>
        <Input />
      </TextField>
      <div>
        <label htmlFor="phrases">{t.teach.phrases}</label>
        <textarea id="phrases" rows={3} value={phrases} onChange={({ target }) => setPhrases(target.value)} />
      </div>
      <div className="row">
        {lines.map((line) => (
          <Phrase key={line} text={line} />
        ))}
      </div>
      <div className="row">
        <Button
          isDisabled={isBusy || isSame || name.trim() === ''}
          onPress={() => change({ $case: 'rename', value: { name: name.trim(), phrases: lines } })}
        >
          {t.teach.rename}
        </Button>
      </div>
    </section>
  );
}

function ProposalRow({ proposal, isBusy, change }: EditProps & { readonly proposal: Proposal }) {
  const { id, slot, value, reason } = proposal;
  const [name, setName] = useState(slot?.name ?? '');
  return (
    <div className="row filters">
      <p className="grow">
        “{value}”
        <br />
        <span className="muted">{reason}</span>
      </p>
      <TextField value={name} onChange={setName}>
        <Label>{t.teach.slotName}</Label>
        <Input />
      </TextField>
      <Button
        className={proposal.likely ? 'primary' : ''}
        isDisabled={isBusy || name.trim() === ''}
        aria-label={`${t.teach.becomeSlot}: ${value}`}
        onPress={() =>
          change({
            $case: 'accept',
            value: { proposals: [{ id, name: name.trim() === slot?.name ? '' : name.trim() }] },
          })
        }
      >
        {t.teach.becomeSlot}
      </Button>
    </div>
  );
}

const flags = ['optional', 'sensitive', 'irreversible'] as const;

function StepEditor({
  draft,
  index,
  of,
  isBusy,
  change,
}: EditProps & { readonly draft: Draft; readonly index: number; readonly of: DraftStep }) {
  const { step, before, after, box, doubts } = of;
  const [sentence, setSentence] = useState(step?.sentence ?? '');
  const typed = textOf(of);
  const [text, setText] = useState(typed ?? '');
  const [isBoxing, setBoxing] = useState(false);
  if (!step) return null;
  const stepId = step.id;
  const ids = draft.steps.flatMap((one) => (one.step ? [one.step.id] : []));
  const move = (by: number) => {
    const stepIds = ids.filter((one) => one !== stepId);
    stepIds.splice(index + by, 0, stepId);
    change({ $case: 'reorder', value: { stepIds } });
  };
  const named = (verb: string) => `${verb}: ${step.sentence}`;
  return (
    <div className="stack">
      <div className="row filters">
        <strong>{index + 1}</strong>
        <TextField className="grow" value={sentence} onChange={setSentence}>
          <Label>{t.teach.sentence}</Label>
          <Input />
        </TextField>
        {sentence !== step.sentence && (
          <Button
            isDisabled={isBusy || sentence.trim() === ''}
            onPress={() => change({ $case: 'relabel', value: { stepId, sentence: sentence.trim() } })}
          >
            {t.save}
          </Button>
        )}
        {typed !== undefined && !step.sensitive && (
          <TextField className="grow" value={text} onChange={setText}>
            <Label>{t.teach.text}</Label>
            <Input />
          </TextField>
        )}
        {typed !== undefined && text !== typed && (
          <Button isDisabled={isBusy} onPress={() => change({ $case: 'text', value: { stepId, text } })}>
            {t.save}
          </Button>
        )}
      </div>
      {doubts.map((doubt) => (
        <p key={doubt} className="note asks">
          {doubt}
        </p>
      ))}
      {step.checks.map((check) => (
        <p key={checkText(check)} className="muted">
          {t.teach.afterwards} {checkText(check)}
        </p>
      ))}
      <div className="row">
        {before && (
          <div className="thumbnail">
            <Picture sha256={before} alt={named(t.task.before)} box={box} />
            {t.task.before}
          </div>
        )}
        {after && (
          <div className="thumbnail">
            <Picture sha256={after} alt={named(t.task.after)} />
            {t.task.after}
          </div>
        )}
      </div>
      {flags.map((flag) => (
        <label key={flag} className="check">
          <input
            type="checkbox"
            checked={step[flag]}
            disabled={isBusy}
            onChange={({ target }) => change({ $case: flag, value: { stepId, on: target.checked } })}
          />
          {t.teach[flag]}
        </label>
      ))}
      <div className="row">
        {before && (
          <Button isDisabled={isBusy} onPress={() => setBoxing(true)} aria-label={named(t.teach.box)}>
            {t.teach.box}
          </Button>
        )}
        <Button isDisabled={isBusy || index === 0} onPress={() => move(-1)} aria-label={named(t.teach.up)}>
          ↑
        </Button>
        <Button
          isDisabled={isBusy || index === ids.length - 1}
          onPress={() => move(1)}
          aria-label={named(t.teach.down)}
        >
          ↓
        </Button>
        <Button
          isDisabled={isBusy}
          onPress={() => change({ $case: 'remove', value: { stepIds: [stepId] } })}
          aria-label={named(t.teach.removeStep)}
        >
          {t.teach.removeStep}
        </Button>
      </div>
      <Window title={named(t.teach.box)} isOpen={isBoxing} onClose={() => setBoxing(false)} isWide>
        <BoxEditor
          sha256={before}
          label={named(t.teach.box)}
          hint={t.teach.boxHint}
          verb={t.teach.boxSave}
          box={box}
          isBusy={isBusy}
          onSave={(corrected) => {
            setBoxing(false);
            change({ $case: 'correctBox', value: { stepId, box: corrected } });
          }}
        />
      </Window>
    </div>
  );
}

/** What may be changed of what a step enters: a text, an option, an address. */
function textOf({ step }: DraftStep): string | undefined {
  const verb = step?.action?.verb;
  if (verb?.$case === 'typeText') return verb.value.text;
  if (verb?.$case === 'selectOption') return verb.value.option;
  return verb?.$case === 'open' && verb.value.what?.$case === 'address' ? verb.value.what.value : undefined;
}
