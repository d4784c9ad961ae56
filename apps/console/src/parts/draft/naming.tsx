import type { Draft, Proposal } from '@karna/proto/gen/recording/v1/draft';
import { useState } from 'react';
import { Button, Input, Label, TextField } from 'react-aria-components';
import { t } from '../../strings.en.ts';
import { Phrase } from '../phrase.tsx';
import type { EditProps } from './change.ts';

/** The skill's name, and how it is asked for. */
export function Naming({ draft, isBusy, change }: EditProps & { readonly draft: Draft }) {
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

/** A value of the recording that may be another one each time. */
export function ProposalRow({ proposal, isBusy, change }: EditProps & { readonly proposal: Proposal }) {
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
