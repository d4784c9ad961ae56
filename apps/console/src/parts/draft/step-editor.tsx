import type { Draft, DraftStep } from '@karna/proto/gen/recording/v1/draft';
import { useState } from 'react';
import { Button, Input, Label, TextField } from 'react-aria-components';
import { t } from '../../strings.en.ts';
import { BoxEditor } from '../box-editor.tsx';
import { Window } from '../dialog.tsx';
import { Picture } from '../picture.tsx';
import { useEdited } from '../use-edited.ts';
import { Afterwards } from './afterwards.tsx';
import type { EditProps } from './change.ts';

const flags = ['optional', 'sensitive', 'irreversible'] as const;

/** One step: what it does, on what, with what, and what is to be seen afterwards. */
export function StepEditor({
  draft,
  index,
  of,
  isBusy,
  change,
}: EditProps & { readonly draft: Draft; readonly index: number; readonly of: DraftStep }) {
  const { step, before, after, box, doubts } = of;
  const [sentence, setSentence] = useEdited(step?.sentence ?? '');
  const typed = textOf(of);
  const [text, setText] = useEdited(typed ?? '');
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
      <Afterwards step={step} isBusy={isBusy} change={change} />
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
