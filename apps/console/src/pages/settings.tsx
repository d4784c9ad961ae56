import { Button } from 'react-aria-components';
import { Choice } from '../parts/choice.tsx';
import { ErrorNote } from '../parts/error-note.tsx';
import { Policy } from '../parts/settings/policy.tsx';
import { Records } from '../parts/settings/records.tsx';
import { Retention } from '../parts/settings/retention.tsx';
import { Users } from '../parts/settings/users.tsx';
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
      {mayAdminister ? <Users /> : <p className="note">{t.settings.forbidden}</p>}
      {client.scopes.includes('observe') && <Policy mayChange={mayAdminister} />}
      {client.scopes.includes('observe') && <Retention mayChange={mayAdminister} />}
      {mayAdminister && <Records />}
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
