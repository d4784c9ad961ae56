import { type Hours, type Policy as PolicyState, Rules } from '@karna/proto/gen/policy/v1/policy';
import { Fragment, useId, useState } from 'react';
import { Button, Form } from 'react-aria-components';
import { useLive } from '../../live/live.tsx';
import { useClient } from '../../session/connection.tsx';
import { t } from '../../strings.en.ts';
import { Ago } from '../ago.tsx';
import { Choice } from '../choice.tsx';
import { ErrorNote } from '../error-note.tsx';
import { useLoaded } from '../use-loaded.ts';
import { useWork } from '../use-work.ts';
import { Waiting } from '../waiting.tsx';

/** Within what tasks act: rules of all desktops and of each, and what holds without any. */
export function Policy({ mayChange }: { readonly mayChange: boolean }) {
  const client = useClient();
  const { desktops } = useLive();
  const [desktop, setDesktop] = useState('');
  const [said, setSaid] = useState('');
  const loaded = useLoaded((signal) => client.administration.policy({ desktop, signal }), `policy/${desktop}`);
  const named = (desktops.value ?? []).map(({ desktop: one }) => [one?.id ?? '', one?.name ?? ''] as const);
  return (
    <section className="panel stack" aria-labelledby="policy">
      <h2 id="policy">{t.policy.title}</h2>
      <p className="muted">{t.policy.lead}</p>
      <Choice
        label={t.policy.desktop}
        value={desktop}
        options={[['', t.policy.allDesktops] as const, ...named]}
        onChange={(chosen) => {
          setSaid('');
          setDesktop(chosen);
        }}
      />
      {!loaded.value && loaded.isLoading && <Waiting words={t.loading} />}
      {loaded.error !== undefined && <ErrorNote error={loaded.error} />}
      {loaded.value && (
        <RulesForm
          key={`${desktop} ${loaded.value.changedAt?.getTime()}`}
          desktop={desktop}
          policy={loaded.value}
          mayChange={mayChange}
          onSaved={() => {
            setSaid(t.policy.saved);
            loaded.reload();
          }}
        />
      )}
      {said && (
        <p className="note good" role="status">
          {said}
        </p>
      )}
      <h3>{t.policy.always}</h3>
      <dl className="facts">
        {t.policy.rules.map(([what, rule]) => (
          <Fragment key={what}>
            <dt>{what}</dt>
            <dd>{rule}</dd>
          </Fragment>
        ))}
      </dl>
    </section>
  );
}

interface RulesFormProps {
  readonly desktop: string;
  readonly policy: PolicyState;
  readonly mayChange: boolean;
  readonly onSaved: () => void;
}

function RulesForm({ desktop, policy, mayChange, onSaved }: RulesFormProps) {
  const client = useClient();
  const kept = policy.rules ?? Rules.create();
  const [rules, setRules] = useState(kept);
  const work = useWork();
  const set = (change: Partial<Rules>) => setRules({ ...rules, ...change });
  const { only = [], never = [] } = rules.windows ?? {};
  const isChanged = JSON.stringify(Rules.toJSON(tidy(rules))) !== JSON.stringify(Rules.toJSON(tidy(kept)));
  const save = () =>
    void work.start(async (signal) => {
      await client.administration.setPolicy(tidy(rules), { desktop, signal });
      onSaved();
    });
  return (
    <Form
      className="stack"
      onSubmit={(event) => {
        event.preventDefault();
        save();
      }}
    >
      <fieldset className="stack" disabled={!mayChange || work.isBusy}>
        <div className="cards">
          <Lines
            label={t.policy.only}
            note={t.policy.onePerLine}
            lines={only}
            onChange={(lines) => set({ windows: { only: lines, never } })}
          />
          <Lines
            label={t.policy.never}
            note={t.policy.onePerLine}
            lines={never}
            onChange={(lines) => set({ windows: { only, never: lines } })}
          />
          <Lines
            label={t.policy.asks}
            note={t.policy.asksNote}
            lines={rules.asks}
            onChange={(lines) => set({ asks: lines })}
          />
        </div>
        <label className="check">
          <input
            type="checkbox"
            checked={rules.asksAlways}
            onChange={({ target }) => set({ asksAlways: target.checked })}
          />
          <span>{t.policy.asksAlways}</span>
        </label>
        <HoursFields rules={rules} onChange={set} />
      </fieldset>
      <p className="muted">
        {policy.changedBy === '' ? (
          t.policy.nobody
        ) : (
          <>
            {t.policy.setBy(policy.changedBy)} <Ago at={policy.changedAt} />
          </>
        )}
      </p>
      {mayChange && (
        <div className="row">
          <Button type="submit" className="primary" isDisabled={work.isBusy || !isChanged}>
            {t.policy.save}
          </Button>
          <Button onPress={() => setRules(kept)} isDisabled={work.isBusy || !isChanged}>
            {t.policy.undo}
          </Button>
          {work.isBusy && <Waiting words={t.policy.saving} onCancel={work.cancel} />}
        </div>
      )}
      {work.error !== undefined && <ErrorNote error={work.error} />}
    </Form>
  );
}

interface LinesProps {
  readonly label: string;
  readonly note: string;
  readonly lines: readonly string[];
  readonly onChange: (lines: string[]) => void;
}

function Lines({ label, note, lines, onChange }: LinesProps) {
  const id = useId();
  return (
    <div className="field">
      <label htmlFor={id}>{label}</label>
      <textarea
        id={id}
        rows={3}
        spellCheck={false}
        aria-describedby={`${id}-note`}
        value={lines.join('\n')}
        onChange={({ target }) => onChange(target.value === '' ? [] : target.value.split('\n'))}
      />
      <span id={`${id}-note`} className="muted">
        {note}
      </span>
    </div>
  );
}

interface HoursFieldsProps {
  readonly rules: Rules;
  readonly onChange: (change: Partial<Rules>) => void;
}

function HoursFields({ rules: { hours, timeZone }, onChange }: HoursFieldsProps) {
  const id = useId();
  const change = (index: number, to: Partial<Hours>) =>
    onChange({ hours: hours.map((one, at) => (at === index ? { ...one, ...to } : one)) });
  return (
    <fieldset className="stack tight">
      <legend>{t.policy.hours}</legend>
      <span className="muted">{t.policy.hoursNote}</span>
      {hours.map(({ days, from, until }, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: hours have no other name than their place
        <fieldset key={index} className="row" aria-label={`${t.policy.hours} ${index + 1}`}>
          {t.policy.days.map((name, at) => (
            <label key={name} className="check">
              <input
                type="checkbox"
                checked={days.includes(at + 1)}
                onChange={({ target }) =>
                  change(index, {
                    days: [...days.filter((day) => day !== at + 1), ...(target.checked ? [at + 1] : [])].sort(),
                  })
                }
              />
              <span>{name}</span>
            </label>
          ))}
          <input
            type="time"
            required
            aria-label={t.policy.from}
            value={from}
            onChange={({ target }) => change(index, { from: target.value })}
          />
          <span>{t.policy.until}</span>
          <input
            type="time"
            required
            aria-label={t.policy.until}
            value={until}
            onChange={({ target }) => change(index, { until: target.value })}
          />
          <Button
            aria-label={`${t.policy.removeHours}: ${index + 1}`}
            onPress={() => onChange({ hours: hours.filter((_, at) => at !== index) })}
          >
            {t.remove}
          </Button>
        </fieldset>
      ))}
      <div className="row">
        <Button
          onPress={() =>
            onChange({
              hours: [...hours, workingHours],
              timeZone: timeZone || Intl.DateTimeFormat().resolvedOptions().timeZone,
            })
          }
        >
          {t.policy.addHours}
        </Button>
        {hours.length > 0 && (
          <span className="row">
            <label htmlFor={id}>{t.policy.timeZone}</label>
            <input
              id={id}
              list={`${id}-zones`}
              required
              spellCheck={false}
              value={timeZone}
              onChange={({ target }) => onChange({ timeZone: target.value })}
            />
            <datalist id={`${id}-zones`}>
              {Intl.supportedValuesOf('timeZone').map((zone) => (
                <option key={zone} value={zone} />
              ))}
            </datalist>
          </span>
        )}
      </div>
    </fieldset>
  );
}

const workingHours: Hours = { days: [1, 2, 3, 4, 5], from: '08:00', until: '18:00' };

/** Without the empty lines that typing leaves. */
const tidy = (rules: Rules): Rules => ({
  ...rules,
  windows: { only: filled(rules.windows?.only ?? []), never: filled(rules.windows?.never ?? []) },
  asks: filled(rules.asks),
  timeZone: rules.hours.length > 0 ? rules.timeZone.trim() : '',
});

const filled = (lines: readonly string[]): string[] => lines.map((line) => line.trim()).filter((line) => line !== '');
