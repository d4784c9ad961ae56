import type { Box } from '@karna/proto/gen/geometry/v1/geometry';
import type { Choice, Task } from '@karna/proto/gen/task/v1/task';
import { useState } from 'react';
import { Button, Form, Input, Label, TextField } from 'react-aria-components';
import { useLive } from '../live/live.tsx';
import { useClient } from '../session/connection.tsx';
import { t } from '../strings.en.ts';
import { BoxEditor } from './box-editor.tsx';
import { Window } from './dialog.tsx';
import { ErrorNote } from './error-note.tsx';
import { NumberedBox, Picture } from './picture.tsx';
import { useWork } from './use-work.ts';

/** What a task has to be told: by a choice, in words, or by showing the element on its picture. */
export function Question({ task }: { readonly task: Task }) {
  const client = useClient();
  const { tasks } = useLive();
  const work = useWork();
  const [text, setText] = useState('');
  const [isPicking, setPicking] = useState(false);
  const { question = '', choices = [], picture = '', secret = false } = task.clarification ?? {};
  const answer = (what: { readonly choiceId?: string; readonly text?: string; readonly box?: Box }) =>
    void work.start(async (signal) => {
      tasks.take([await client.answer(task.id, what, { signal })]);
      setPicking(false);
    });
  // Only what a skill knows of an element can be corrected by showing it.
  const canShow =
    picture !== '' && task.steps.some(({ skillStepId, state }) => skillStepId !== '' && state !== 'STEP_STATE_DONE');
  return (
    <section className="note asks stack" aria-label={question}>
      <strong>{question}</strong>
      {picture && (
        <ChoicePicture
          picture={picture}
          choices={choices}
          question={question}
          onChoose={(choiceId) => answer({ choiceId })}
        />
      )}
      <div className="row">
        {choices.map(({ id, label }, index) => (
          <Button key={id} isDisabled={work.isBusy} onPress={() => answer({ choiceId: id })}>
            {index + 1} · {label}
          </Button>
        ))}
        {canShow && <Button onPress={() => setPicking(true)}>{t.task.pick}</Button>}
      </div>
      <Form
        className="row"
        onSubmit={(event) => {
          event.preventDefault();
          if (text !== '') answer({ text });
        }}
      >
        <TextField
          className="grow"
          value={text}
          onChange={setText}
          type={secret ? 'password' : 'text'}
          autoComplete="off"
        >
          <Label>{secret ? t.task.answerSecret : t.task.answerLabel}</Label>
          <Input />
        </TextField>
        <Button type="submit" isDisabled={text === '' || work.isBusy}>
          {t.task.answer}
        </Button>
      </Form>
      {work.error !== undefined && <ErrorNote error={work.error} />}
      <Window title={t.task.pick} isOpen={isPicking} onClose={() => setPicking(false)} isWide>
        <BoxEditor
          sha256={picture}
          label={t.task.pick}
          hint={t.task.pickHint}
          verb={t.task.pickThis}
          isBusy={work.isBusy}
          onSave={(box) => answer({ box })}
        />
        {work.error !== undefined && <ErrorNote error={work.error} />}
      </Window>
    </section>
  );
}

interface ChoicePictureProps {
  readonly picture: string;
  readonly choices: readonly Choice[];
  readonly question: string;
  readonly onChoose: (id: string) => void;
}

/** The picture of the question, each choice that has a place drawn and numbered; a press on one chooses it. */
function ChoicePicture({ picture, choices, question, onChoose }: ChoicePictureProps) {
  return (
    <Picture sha256={picture} alt={question}>
      {choices.map(({ id, box }, index) =>
        box ? (
          // The same as the button of its number below, which keys reach.
          // biome-ignore lint/a11y/noStaticElementInteractions: for the pointer only
          <g key={id} className="choice" onClick={() => onChoose(id)}>
            <NumberedBox box={box} number={index + 1} />
          </g>
        ) : null,
      )}
    </Picture>
  );
}
