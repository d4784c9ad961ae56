import { KarnaError } from '@karna/client';
import type { DesktopSummary } from '@karna/proto/gen/channel/v1/control';
import type { Task } from '@karna/proto/gen/task/v1/task';
import { createContext, type ReactNode, use, useEffect, useMemo, useState, useSyncExternalStore } from 'react';
import { type Loaded, useLoaded } from '../parts/use-loaded.ts';
import { useConnection } from '../session/connection.tsx';
import { Pictures } from './pictures.ts';
import { type Status, StatusBoard } from './status-board.ts';
import { TaskBoard } from './task-board.ts';

interface Live {
  readonly tasks: TaskBoard;
  readonly status: StatusBoard;
  readonly pictures: Pictures;
  readonly desktops: Loaded<readonly DesktopSummary[]>;
  /** The desktop that the console is about now; undefined: there is none. */
  readonly desktop: DesktopSummary | undefined;
  readonly choose: (desktopId: string) => void;
}

const LiveContext = createContext<Live | undefined>(undefined);
const chosenKey = 'karna.desktop';

export function useLive(): Live {
  const live = use(LiveContext);
  if (!live) throw new Error('used outside of a connection');
  return live;
}

/** Everything that changes by itself, followed once for all pages. */
export function LiveProvider({ children }: { readonly children: ReactNode }) {
  const { client, signOut } = useConnection();
  const parts = useMemo(
    () => ({ tasks: new TaskBoard(), status: new StatusBoard(), pictures: new Pictures(client) }),
    [client],
  );
  useEffect(() => {
    const leaving = new AbortController();
    const { signal } = leaving;
    parts.tasks.follow(client, signal).catch((error: unknown) => {
      const isRefused = error instanceof KarnaError && error.code.startsWith('auth.');
      if (!signal.aborted && isRefused && error.code !== 'auth.forbidden') signOut(error);
    });
    void parts.status.follow(client, signal);
    return () => {
      leaving.abort();
      parts.pictures.close();
    };
  }, [client, parts, signOut]);

  // Desktops come and go: the status channel says when to ask again.
  const status = useSyncExternalStore(parts.status.listen, parts.status.get);
  const presence = [...status.desktops.values()].map(({ desktopId, online, name }) => `${desktopId} ${name} ${online}`);
  const desktops = useLoaded((signal) => client.desktops({ signal }), 'desktops');
  const { reload } = desktops;
  const present = presence.sort().join('|');
  // biome-ignore lint/correctness/useExhaustiveDependencies: a change of presence is why
  useEffect(() => reload(), [present, reload]);

  const [chosen, choose] = useState(() => localStorage.getItem(chosenKey) ?? '');
  const live = useMemo((): Live => {
    const known = desktops.value ?? [];
    const desktop = known.find((one) => one.desktop?.id === chosen) ?? known.find(({ online }) => online) ?? known[0];
    const chooseAndKeep = (desktopId: string) => {
      localStorage.setItem(chosenKey, desktopId);
      choose(desktopId);
    };
    return { ...parts, desktops, desktop, choose: chooseAndKeep };
  }, [parts, desktops, chosen]);
  return <LiveContext value={live}>{children}</LiveContext>;
}

export function useTasks(): readonly Task[] {
  const { tasks } = useLive();
  return useSyncExternalStore(tasks.listen, tasks.get);
}

export function useTasksReady(): boolean {
  const { tasks } = useLive();
  return useSyncExternalStore(tasks.listen, tasks.isReady);
}

export function useStatus(): Status {
  const { status } = useLive();
  return useSyncExternalStore(status.listen, status.get);
}
