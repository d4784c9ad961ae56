import { type Retention as RetentionState, RetentionTerms } from '@karna/proto/gen/access/v1/access';
import { useId, useState } from 'react';
import { Button, Form } from 'react-aria-components';
import { useClient } from '../../session/connection.tsx';
import { t } from '../../strings.en.ts';
import { Ago } from '../ago.tsx';
import { Confirm } from '../dialog.tsx';
import { ErrorNote } from '../error-note.tsx';
import { useLoaded } from '../use-loaded.ts';
import { useWork } from '../use-work.ts';
import { Waiting } from '../waiting.tsx';

const terms = ['tasksDays', 'turnsDays', 'picturesDays', 'recordsDays'] as const;

/** How long things are kept; what a change removes is said before it is made. */
export function Retention({ mayChange }: { readonly mayChange: boolean }) {
  const client = useClient();
  const loaded = useLoaded((signal) => client.administration.retention({ signal }), 'retention');
  return (
    <section className="panel stack" aria-labelledby="retention">
      <h2 id="retention">{t.retention.title}</h2>
      <p className="muted">{t.retention.lead}</p>
      {!loaded.value && loaded.isLoading && <Waiting words={t.loading} />}
      {loaded.error !== undefined && <ErrorNote error={loaded.error} />}
      {loaded.value && (
        <Terms
          key={loaded.value.changedAt?.getTime()}
          state={loaded.value}
          mayChange={mayChange}
          onChanged={loaded.reload}
        />
      )}
    </section>
  );
}

interface TermsProps {
  readonly state: RetentionState;
  readonly mayChange: boolean;
  readonly onChanged: () => void;
}

function Terms({ state, mayChange, onChanged }: TermsProps) {
  const client = useClient();
  const { configured, changedAt, changedBy } = state;
  const [wanted, setWanted] = useState<Record<(typeof terms)[number], string>>(() => asText(state.terms));
  const [preview, setPreview] = useState<RetentionState>();
  const [said, setSaid] = useState('');
  const work = useWork();
  const id = useId();
  const asked = RetentionTerms.fromPartial(Object.fromEntries(terms.map((name) => [name, Number(wanted[name])])));
  const isChanged = terms.some((name) => asked[name] !== state.terms?.[name]);
  const look = () =>
    void work.start(async (signal) => {
      setSaid('');
      setPreview(await client.administration.retention({ instead: asked, signal }));
    });
  const change = () =>
    void work.start(async (signal) => {
      await client.administration.setRetention(asked, { signal });
      setSaid(t.retention.changed);
      onChanged();
    });
  return (
    <Form
      className="stack"
      onSubmit={(event) => {
        event.preventDefault();
        look();
      }}
    >
      <div className="terms">
        {terms.map((name) => (
          <div key={name} className="field">
            <label htmlFor={`${id}-${name}`}>{t.retention.terms[name]}</label>
            <div className="row">
              <input
                id={`${id}-${name}`}
                type="number"
                min={name === 'recordsDays' ? 30 : 1}
                max={3_650}
                required
                value={wanted[name]}
                disabled={!mayChange}
                onChange={({ target }) => setWanted({ ...wanted, [name]: target.value })}
              />
              <span className="muted">{t.retention.days(configured?.[name] ?? 0)}</span>
            </div>
          </div>
        ))}
      </div>
      {changedBy !== '' && (
        <p className="muted">
          {t.retention.setBy(changedBy)} <Ago at={changedAt} />
        </p>
      )}
      {mayChange && (
        <div className="row">
          <Button type="submit" className="primary" isDisabled={work.isBusy || !isChanged}>
            {t.retention.look}
          </Button>
          <Button
            onPress={() => setWanted(asText(configured))}
            isDisabled={work.isBusy || terms.every((name) => asked[name] === configured?.[name])}
          >
            {t.retention.reset}
          </Button>
          {work.isBusy && <Waiting words={t.retention.working} onCancel={work.cancel} />}
        </div>
      )}
      {said && (
        <p className="note good" role="status">
          {said}
        </p>
      )}
      {work.error !== undefined && <ErrorNote error={work.error} />}
      <Confirm
        title={t.retention.confirm}
        note={preview?.effect ? t.retention.effect(preview.effect) : ''}
        verb={t.retention.change}
        isOpen={preview !== undefined}
        onClose={() => setPreview(undefined)}
        onConfirm={change}
      />
    </Form>
  );
}

const asText = (given: RetentionTerms | undefined): Record<(typeof terms)[number], string> => ({
  tasksDays: String(given?.tasksDays ?? ''),
  turnsDays: String(given?.turnsDays ?? ''),
  picturesDays: String(given?.picturesDays ?? ''),
  recordsDays: String(given?.recordsDays ?? ''),
});
