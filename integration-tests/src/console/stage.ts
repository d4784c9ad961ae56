import type { KarnaClient } from '@karna/client';
import type { Browser, Tab } from '@karna/common/testing/browser';
import type { Office } from '../teaching/office.ts';
import type { Person } from '../teaching/person.ts';
import type { World } from '../world/index.ts';

/** What is played before a console: a desktop with an office on it, somebody at it, and the console's own browser. */
export interface ConsoleStage {
  readonly world: World;
  /** Beside the console: what is really so. */
  readonly client: KarnaClient;
  readonly office: Office;
  readonly person: Person;
  readonly browser: Browser;
  readonly tab: Tab;
}

export const wide = { width: 1280, height: 800 };
export const narrow = { width: 390, height: 844 };

export async function say(tab: Tab, words: string): Promise<void> {
  await tab.press('Desk');
  await tab.fill('Say what to do', words);
  await tab.key('Enter');
}

/** Until the card of the task of these words says so: `completed`. */
export async function becomes(tab: Tab, command: string, state: string): Promise<void> {
  await tab.until(`[...document.querySelectorAll('article.task')].some((one) =>
    one.querySelector('.command').innerText === ${JSON.stringify(command)} &&
    one.querySelector('.badge').innerText.includes(${JSON.stringify(state)}))`);
}
