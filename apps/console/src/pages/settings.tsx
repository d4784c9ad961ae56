import { useState } from 'react';
import { Button, Form, Input, Label, TextField } from 'react-aria-components';
import { Choice } from '../parts/choice.tsx';
import { CopyField } from '../parts/copy-field.tsx';
import { ErrorNote } from '../parts/error-note.tsx';
import { Badge } from '../parts/state-badge.tsx';
import { themes, useTheme } from '../parts/theme.ts';
import { useLoaded } from '../parts/use-loaded.ts';
import { useWork } from '../parts/use-work.ts';
import { Waiting } from '../parts/waiting.tsx';
import { useClient, useConnection } from '../session/connection.tsx';
import { t } from '../strings.en.ts';

export function Settings() {
  const { client, signOut } = useConnection();
  const [theme, setTheme] = useTheme();
  const mayAdminister = client.scopes.includes('administer');
  return (
    <div className="stack">
      <section className="panel stack">
        <h2>{t.settings.account}</h2>
        <p>
          {client.principal}{' '}
          <span className="muted">
            · {t.settings.scopes}: {client.scopes.join(', ')}
          </span>
        </p>
        <div className="row">
          <Button onPress={() => signOut()}>{t.signIn.out}</Button>
        </div>
      </section>
      <section className="panel stack">
        <Choice
          label={t.settings.look}
          value={theme}
          options={themes.map((one) => [one, t.settings.theme[one]] as const)}
          onChange={setTheme}
        />
      </section>
      {mayAdminister ? <Tokens /> : <p className="note">{t.settings.forbidden}</p>}
      <Models mayChange={mayAdminister} />
      <section className="panel stack">
        <h2>{t.settings.about}</h2>
        <p>
          {t.name} · {t.settings.gateway} {client.version}
        </p>
      </section>
    </div>
  );
}

const scopes = ['observe', 'operate', 'administer'] as const;
const dayMs = 86_400_000;

function Tokens() {
  const client = useClient();
  const [principal, setPrincipal] = useState('');
  const [chosen, setChosen] = useState<readonly string[]>(['observe', 'operate']);
  const [days, setDays] = useState('30');
  const [issued, setIssued] = useState<{ readonly token: string; readonly tokenId: string }>();
  const [revoking, setRevoking] = useState('');
  const [said, setSaid] = useState('');
  const work = useWork();
  const issue = () =>
    void work.start(async (signal) => {
      setSaid('');
      setIssued(await client.issueToken(principal.trim(), chosen, { validMs: Number(days) * dayMs, signal }));
    });
  const revoke = () =>
    void work.start(async (signal) => {
      await client.revokeToken(revoking.trim(), { signal });
      setRevoking('');
      setSaid(t.settings.revoked);
    });
  return (
    <section className="panel stack">
      <h2>{t.settings.tokens}</h2>
      <p className="muted">{t.settings.tokensNote}</p>
      <Form
        className="row"
        onSubmit={(event) => {
          event.preventDefault();
          issue();
        }}
      >
        <TextField value={principal} onChange={setPrincipal} isRequired autoComplete="off" className="grow">
          <Label>{t.settings.principal}</Label>
          <Input />
        </TextField>
        <Choice label={t.settings.validity} value={days} options={Object.entries(t.settings.days)} onChange={setDays} />
        <fieldset className="row">
          <legend className="muted">{t.settings.scopes}</legend>
          {scopes.map((scope) => (
            <label key={scope} className="check">
              <input
                type="checkbox"
                checked={chosen.includes(scope)}
                onChange={({ target }) =>
                  setChosen(scopes.filter((one) => (one === scope ? target.checked : chosen.includes(one))))
                }
              />
              {scope}
            </label>
          ))}
        </fieldset>
        <Button type="submit" className="primary" isDisabled={work.isBusy || chosen.length === 0}>
          {t.settings.issue}
        </Button>
      </Form>
      {issued && (
        <div className="note good stack" role="status">
          <CopyField label={t.settings.issued} text={issued.token} />
          <p>
            {t.settings.tokenId} <code>{issued.tokenId}</code>
          </p>
        </div>
      )}
      <Form
        className="row"
        onSubmit={(event) => {
          event.preventDefault();
          if (revoking.trim() !== '') revoke();
        }}
      >
        <TextField value={revoking} onChange={setRevoking} autoComplete="off" className="grow">
          <Label>{t.settings.revokeLabel}</Label>
          <Input />
        </TextField>
        <Button type="submit" isDisabled={work.isBusy || revoking.trim() === ''}>
          {t.settings.revoke}
        </Button>
      </Form>
      {said && (
        <p className="note good" role="status">
          {said}
        </p>
      )}
      {work.isBusy && <Waiting words={t.loading} onCancel={work.cancel} />}
      {work.error !== undefined && <ErrorNote error={work.error} />}
    </section>
  );
}

function Models({ mayChange }: { readonly mayChange: boolean }) {
  const client = useClient();
  const packs = useLoaded((signal) => client.models({ signal }), 'models');
  const work = useWork();
  const change = (id: string) =>
    void work.start(async (signal) => {
      // biome-ignore lint/correctness/useHookAtTopLevel: no hook, a request of that name
      await client.useModel(id, { signal });
      packs.reload();
    });
  return (
    <section className="panel stack">
      <h2>{t.settings.models}</h2>
      {packs.error !== undefined && <ErrorNote error={packs.error} />}
      {!packs.value && packs.isLoading && <Waiting words={t.loading} />}
      <ul className="rows">
        {packs.value?.map(({ id, licence, bytes, inUse, builtIn }) => (
          <li key={id} className="row between">
            <span>
              {id}{' '}
              <span className="muted">
                {[licence, t.size.mebibytes(bytes), builtIn ? t.settings.builtIn : ''].filter(Boolean).join(' · ')}
              </span>
            </span>
            {inUse ? (
              <Badge tone="good" words={t.settings.inUse} />
            ) : (
              mayChange && (
                <Button isDisabled={work.isBusy} onPress={() => change(id)} aria-label={`${t.settings.use}: ${id}`}>
                  {t.settings.use}
                </Button>
              )
            )}
          </li>
        ))}
      </ul>
      {work.isBusy && <Waiting words={t.settings.using} onCancel={work.cancel} />}
      {work.error !== undefined && <ErrorNote error={work.error} />}
    </section>
  );
}
