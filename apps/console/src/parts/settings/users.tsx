import type { TokenSummary } from '@karna/proto/gen/access/v1/access';
import { useEffect, useState } from 'react';
import { Button, Form, Input, Label, TextField } from 'react-aria-components';
import { peopleOf, type Somebody } from '../../domain/people.ts';
import { useConnection } from '../../session/connection.tsx';
import { t } from '../../strings.en.ts';
import { Ago } from '../ago.tsx';
import { Choice } from '../choice.tsx';
import { CopyField } from '../copy-field.tsx';
import { Confirm, Window } from '../dialog.tsx';
import { ErrorNote } from '../error-note.tsx';
import { Badge } from '../state-badge.tsx';
import { useLoaded } from '../use-loaded.ts';
import { useWork } from '../use-work.ts';
import { Waiting } from '../waiting.tsx';

/** Who is connected changes by itself (ms). */
const askEveryMs = 10_000;

/** What is to be taken away: one token, or all that somebody has. */
type Taken = { readonly somebody: Somebody; readonly token?: TokenSummary };

/** Who may connect and who is connected; lets people in, and shuts them out. */
export function Users() {
  const { client } = useConnection();
  const found = useLoaded((signal) => client.administration.access({ signal }), 'users');
  const [isAdding, setAdding] = useState(false);
  const [taken, setTaken] = useState<Taken>();
  const [said, setSaid] = useState('');
  const work = useWork();
  const { reload } = found;
  useEffect(() => {
    const timer = setInterval(reload, askEveryMs);
    return () => clearInterval(timer);
  }, [reload]);
  const people = found.value && peopleOf(found.value.tokens, found.value.clients);
  const takeAway = ({ somebody, token }: Taken) =>
    void work.start(async (signal) => {
      setSaid('');
      if (token) await client.administration.revoke(token.id, { signal });
      else await client.administration.shutOut(somebody.name, { signal });
      setSaid(token ? t.users.revoked : t.users.shutOut(somebody.name));
      reload();
    });
  return (
    <section className="panel stack" aria-labelledby="users">
      <div className="row between">
        <h2 id="users">{t.users.title}</h2>
        <Button className="primary" onPress={() => setAdding(true)}>
          {t.users.add}
        </Button>
      </div>
      <p className="muted">{t.users.lead}</p>
      {!people && found.isLoading && <Waiting words={t.loading} />}
      {found.error !== undefined && <ErrorNote error={found.error} />}
      <ul className="rows ruled">
        {people?.map((somebody) => (
          <li key={somebody.name} className="stack tight">
            <div className="row between">
              <strong className="command">
                {somebody.name} {somebody.name === client.principal && <span className="muted">{t.users.you}</span>}
              </strong>
              <span className="row">
                {somebody.clients > 0 ? (
                  <Badge tone="good" words={t.users.connected(somebody.clients)} />
                ) : (
                  <span className="muted">
                    {t.users.seen} {somebody.lastSeenAt ? <Ago at={somebody.lastSeenAt} /> : t.never}
                  </span>
                )}
                <Button
                  onPress={() => setTaken({ somebody })}
                  isDisabled={work.isBusy}
                  aria-label={`${t.users.shut}: ${somebody.name}`}
                >
                  {t.users.shut}
                </Button>
              </span>
            </div>
            {somebody.tokens.map((token) => (
              <div key={token.id} className="row between whole">
                <span className="muted">
                  {[
                    token.scopes.join(', '),
                    token.oneTime ? t.users.oneTime : '',
                    token.expiresAt ? t.users.until(token.expiresAt.toLocaleDateString()) : t.users.untilRevoked,
                    token.issuedBy && t.users.by(token.issuedBy),
                  ]
                    .filter(Boolean)
                    .join(' · ')}
                </span>
                {somebody.tokens.length > 1 && (
                  <Button
                    className="quiet"
                    onPress={() => setTaken({ somebody, token })}
                    isDisabled={work.isBusy}
                    aria-label={`${t.users.revoke}: ${somebody.name}, ${token.id}`}
                  >
                    {t.users.revoke}
                  </Button>
                )}
              </div>
            ))}
          </li>
        ))}
      </ul>
      {work.isBusy && <Waiting words={t.users.working} onCancel={work.cancel} />}
      {said && (
        <p className="note good" role="status">
          {said}
        </p>
      )}
      {work.error !== undefined && <ErrorNote error={work.error} />}
      <Window
        title={t.users.add}
        isOpen={isAdding}
        onClose={() => {
          setAdding(false);
          reload();
        }}
      >
        <AddUser />
      </Window>
      <Confirm
        title={taken?.token ? t.users.revokeTitle(taken.somebody.name) : t.users.shutTitle(taken?.somebody.name ?? '')}
        note={taken?.somebody.name === client.principal ? t.users.shutYourself : t.users.shutNote}
        verb={taken?.token ? t.users.revoke : t.users.shut}
        isOpen={taken !== undefined}
        onClose={() => setTaken(undefined)}
        onConfirm={() => taken && takeAway(taken)}
      />
    </section>
  );
}

const scopes = ['observe', 'operate', 'administer'] as const;
const dayMs = 86_400_000;

function AddUser() {
  const { client } = useConnection();
  const [principal, setPrincipal] = useState('');
  const [chosen, setChosen] = useState<readonly string[]>(['observe', 'operate']);
  const [days, setDays] = useState('30');
  const [token, setToken] = useState('');
  const work = useWork();
  const issue = () =>
    void work.start(async (signal) => {
      const options = { validMs: Number(days) * dayMs, signal };
      setToken((await client.administration.issue(principal.trim(), chosen, options)).token);
    });
  if (token) {
    return (
      <div className="stack" role="status">
        <p>{t.users.issued(principal.trim())}</p>
        <CopyField label={t.users.issuedLabel} text={token} />
        <p className="muted">{t.users.issuedHow(location.origin)}</p>
      </div>
    );
  }
  return (
    <Form
      className="stack"
      onSubmit={(event) => {
        event.preventDefault();
        issue();
      }}
    >
      <TextField value={principal} onChange={setPrincipal} isRequired autoFocus autoComplete="off" maxLength={200}>
        <Label>{t.users.name}</Label>
        <Input />
      </TextField>
      <fieldset className="stack tight">
        <legend>{t.users.may}</legend>
        {scopes.map((scope) => (
          <label key={scope} className="check">
            <input
              type="checkbox"
              checked={chosen.includes(scope)}
              onChange={({ target }) =>
                setChosen(scopes.filter((one) => (one === scope ? target.checked : chosen.includes(one))))
              }
            />
            <span>
              {scope} <span className="muted">{t.users.scope[scope]}</span>
            </span>
          </label>
        ))}
      </fieldset>
      <Choice label={t.users.validity} value={days} options={Object.entries(t.users.days)} onChange={setDays} />
      {work.error !== undefined && <ErrorNote error={work.error} />}
      <div className="row end">
        {work.isBusy && <Waiting words={t.users.working} onCancel={work.cancel} />}
        <Button type="submit" className="primary" isDisabled={work.isBusy || chosen.length === 0}>
          {t.users.issue}
        </Button>
      </div>
    </Form>
  );
}
