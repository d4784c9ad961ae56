import { useSyncExternalStore } from 'react';

export const pages = ['desk', 'skills', 'teach', 'history', 'desktops', 'health', 'settings'] as const;
export type PageName = (typeof pages)[number];

/** Where in the console somebody is: `#/history/task_1`. */
export interface Route {
  readonly page: PageName;
  /** What of it is shown: a task, a skill, a draft. */
  readonly id: string;
}

export function routeOf(hash: string): Route {
  const [name = '', id = ''] = hash.replace(/^#\/?/, '').split('/');
  const page = pages.find((one) => one === name) ?? 'desk';
  return { page, id: page === name ? safely(id) : '' };
}

export const linkTo = (page: PageName, id = ''): string => `#/${page}${id ? `/${encodeURIComponent(id)}` : ''}`;

export function goTo(page: PageName, id = ''): void {
  location.hash = linkTo(page, id);
}

function safely(id: string): string {
  try {
    return decodeURIComponent(id);
  } catch {
    return '';
  }
}

const listen = (changed: () => void): (() => void) => {
  addEventListener('hashchange', changed);
  return () => removeEventListener('hashchange', changed);
};

export function useRoute(): Route {
  const hash = useSyncExternalStore(listen, () => location.hash);
  return routeOf(hash);
}
