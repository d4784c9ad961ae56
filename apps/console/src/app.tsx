import type { ConnectionState } from '@karna/client';
import { useEffect, useState, useSyncExternalStore } from 'react';
import { Button } from 'react-aria-components';
import { escapeTwice } from './domain/halting.ts';
import { LiveProvider, useLive } from './live/live.tsx';
import { Desk } from './pages/desk.tsx';
import { Desktops } from './pages/desktops.tsx';
import { Health } from './pages/health.tsx';
import { History } from './pages/history.tsx';
import { Settings } from './pages/settings.tsx';
import { Skills } from './pages/skills.tsx';
import { Teach } from './pages/teach.tsx';
import { Boundary } from './parts/boundary.tsx';
import { Choice } from './parts/choice.tsx';
import { ErrorNote } from './parts/error-note.tsx';
import { keepFocus } from './parts/keep-focus.ts';
import { useWork } from './parts/use-work.ts';
import { linkTo, pages, type Route, useRoute } from './route.ts';
import { Connected, useClient } from './session/connection.tsx';
import { t } from './strings.en.ts';

export const App = () => (
  <Connected>
    <LiveProvider>
      <Shell />
    </LiveProvider>
  </Connected>
);

function Shell() {
  const route = useRoute();
  useEffect(() => keepFocus(document.body), []);
  useEffect(() => {
    document.title = `${t.pages[route.page]} – ${t.name}`;
    // On a narrow screen the pages are a line that is longer than it.
    document.querySelector('nav [aria-current]')?.scrollIntoView({ block: 'nearest', inline: 'center' });
  }, [route.page]);
  return (
    <div className="shell">
      <button type="button" className="skip" onClick={skip}>
        {t.skipToContent}
      </button>
      <TopBar />
      <nav aria-label={t.navigation}>
        {pages.map((page) => (
          <a key={page} href={linkTo(page)} aria-current={page === route.page ? 'page' : undefined}>
            {t.pages[page]}
          </a>
        ))}
      </nav>
      <main id="content" tabIndex={-1} className={route.page}>
        <h1 className={route.page === 'desk' ? 'unseen' : ''}>{t.pages[route.page]}</h1>
        <OfflineNote />
        <Boundary key={`${route.page} ${route.id}`}>
          <Page {...route} />
        </Boundary>
      </main>
    </div>
  );
}

function skip(): void {
  document.getElementById('content')?.focus();
}

function Page({ page, id }: Route) {
  switch (page) {
    case 'desk':
      return <Desk />;
    case 'skills':
      return <Skills id={id} />;
    case 'teach':
      return <Teach id={id} />;
    case 'history':
      return <History id={id} />;
    case 'desktops':
      return <Desktops />;
    case 'health':
      return <Health />;
    case 'settings':
      return <Settings />;
    default: {
      const nothing: never = page;
      return nothing;
    }
  }
}

function TopBar() {
  const { desktops, desktop, choose } = useLive();
  const client = useClient();
  const work = useWork();
  const [said, setSaid] = useState('');
  const desktopId = desktop?.desktop?.id ?? '';
  const { start } = work;
  useEffect(() => {
    if (said === '') return;
    const timer = setTimeout(() => setSaid(''), 6_000);
    return () => clearTimeout(timer);
  }, [said]);
  const halt = () =>
    void start(async () => {
      const { taskIds } = await client.halt(desktopId);
      setSaid(t.halt.done(taskIds.length));
    });
  useEffect(() => {
    const isSecond = escapeTwice();
    const onKey = ({ key, timeStamp, repeat }: KeyboardEvent) => {
      if (key !== 'Escape' || repeat || !isSecond(timeStamp)) return;
      void start(async () => {
        const { taskIds } = await client.halt(desktopId);
        setSaid(t.halt.done(taskIds.length));
      });
    };
    addEventListener('keydown', onKey, { capture: true }); // before whatever closes at Escape
    return () => removeEventListener('keydown', onKey, { capture: true });
  }, [client, desktopId, start]);
  const known = desktops.value ?? [];
  return (
    <header className="top">
      <a href={linkTo('desk')} className="brand">
        {t.name}
      </a>
      {known.length > 1 && (
        <Choice
          label={t.desktop.label}
          value={desktopId}
          options={known.map(
            ({ desktop: one, online }) =>
              [
                one?.id ?? '',
                `${one?.name} (${online ? t.desktop.online : t.desktop.offline})`,
                one?.group ?? '',
              ] as const,
          )}
          onChange={choose}
        />
      )}
      <ConnectionBadge />
      <span role="status" className="said">
        {said}
      </span>
      <Button className="danger halt" onPress={halt}>
        <span title={t.halt.hint}>{t.halt.button}</span>
      </Button>
      {work.error !== undefined && <ErrorNote error={work.error} />}
    </header>
  );
}

const tones: Readonly<Record<ConnectionState, string>> = {
  live: 'good',
  connecting: 'active',
  'catching-up': 'active',
  offline: 'bad',
};

function useConnectionState(): ConnectionState {
  const client = useClient();
  return useSyncExternalStore(
    (changed) => client.onState(changed),
    () => client.state,
  );
}

function OfflineNote() {
  return useConnectionState() === 'offline' ? <p className="note bad">{t.connection.offlineNote}</p> : null;
}

function ConnectionBadge() {
  const state = useConnectionState();
  return (
    <span className={`badge ${tones[state]}`} role="status">
      {t.connection.state[state]}
    </span>
  );
}
