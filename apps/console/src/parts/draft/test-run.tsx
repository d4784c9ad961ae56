import { needsElement } from '@karna/client';
import type { Draft, DraftTest } from '@karna/proto/gen/recording/v1/draft';
import { useState } from 'react';
import { Button, Form } from 'react-aria-components';
import { useLive } from '../../live/live.tsx';
import { useClient } from '../../session/connection.tsx';
import { t } from '../../strings.en.ts';
import { ErrorNote } from '../error-note.tsx';
import { NumberedBox, Picture } from '../picture.tsx';
import { Rulings } from '../rulings.tsx';
import { SlotField } from '../slot-field.tsx';
import { useWork } from '../use-work.ts';
import { Waiting } from '../waiting.tsx';

/** Where the draft's steps would act on the screen as it is now: nothing is touched, and nothing is saved. */
export function TestRun({ draft }: { readonly draft: Draft }) {
  const client = useClient();
  const { desktop } = useLive();
  const [slots, setSlots] = useState<Readonly<Record<string, string>>>({});
  const [tested, setTested] = useState<{ readonly version: number; readonly test: DraftTest }>();
  const work = useWork();
  const test = () =>
    void work.start(async (signal) => {
      const given = Object.fromEntries(
        draft.slots.flatMap(({ name }) => (slots[name] ? [[name, slots[name]] as const] : [])),
      );
      const options = { desktop: desktop?.desktop?.id ?? draft.desktopId, slots: given, signal };
      setTested({ version: draft.version, test: await client.teaching.test(draft, options) });
    });
  // Of the draft as it was before the last change it says nothing any more.
  const shown = tested?.version === draft.version ? tested.test : undefined;
  const asked = draft.slots.filter(({ type }) => type !== 'SLOT_TYPE_SECRET');
  return (
    <Form
      className="panel stack"
      aria-label={t.teach.test}
      onSubmit={(event) => {
        event.preventDefault();
        test();
      }}
    >
      <h2>{t.teach.test}</h2>
      <p className="muted">{t.teach.testHint}</p>
      {asked.map((slot) => (
        <SlotField
          key={slot.name}
          slot={slot}
          value={slots[slot.name] ?? ''}
          onChange={(value) => setSlots((before) => ({ ...before, [slot.name]: value }))}
        />
      ))}
      {work.isBusy ? (
        <Waiting words={t.teach.testing} onCancel={work.cancel} />
      ) : (
        <div className="row">
          <Button type="submit">{t.teach.testNow}</Button>
        </div>
      )}
      {work.error !== undefined && <ErrorNote error={work.error} />}
      {shown && !work.isBusy && <Tested test={shown} />}
    </Form>
  );
}

/** One picture, each step's element drawn on it with the number of the step. */
function Tested({ test: { steps, sentence } }: { readonly test: DraftTest }) {
  const picture = steps[0]?.beforePicture ?? '';
  return (
    <div className="stack">
      <p role="status">{sentence}</p>
      {picture !== '' && (
        <Picture sha256={picture} alt={sentence}>
          {steps.map(
            ({ id, targetBox }, index) => targetBox && <NumberedBox key={id} box={targetBox} number={index + 1} />,
          )}
        </Picture>
      )}
      <ol>
        {steps.map((step) => (
          <li key={step.id}>
            {step.sentence}{' '}
            <span className="muted">
              {step.targetBox
                ? t.task.sure(step.confidence)
                : needsElement(step)
                  ? t.teach.notSeen
                  : t.teach.needsNoElement}
            </span>
            <Rulings rulings={step.rulings} />
          </li>
        ))}
      </ol>
    </div>
  );
}
