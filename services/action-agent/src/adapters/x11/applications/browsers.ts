import { join } from 'node:path';
import type { Environment } from './programs.ts';

const chromiumFamily =
  /^(chromium(-browser)?|google-chrome(-stable|-beta)?|chrome|brave(-browser)?|microsoft-edge(-stable)?)$/;

/** Without these Chromium talks to its maker, asks for a keyring and greets: none of it belongs on an agent's screen. */
const quiet = [
  '--no-first-run',
  '--no-default-browser-check',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--password-store=basic',
  '--hide-crash-restore-bubble',
];

/** Set to `virtual` in the environment of a virtual desktop's applications. */
export const virtualMark = 'KARNA_DESKTOP';

/** Root has no sandbox to offer; `--test-type` keeps the bar that says so off the page, which it would shift. */
const asRoot = ['--no-sandbox', '--test-type'];

/**
 * What has to be added to a program's command line. Only for Chromium run by root or on a virtual desktop of the
 * agent's own: a person's browser is started as that person would, with their profile.
 */
export function extraArguments(program: string, isRoot: boolean, display: string, environment: Environment): string[] {
  const isOurs = isRoot || environment[virtualMark] === 'virtual';
  if (!isOurs || !chromiumFamily.test(program)) return [];
  const cache = environment.XDG_CACHE_HOME ?? join(environment.HOME ?? '/', '.cache');
  // A profile belongs to one running browser; a browser on another display would steal the window.
  const profile = join(cache, 'karna', `${program}-${display.replaceAll(/\W/g, '')}`);
  return [...(isRoot ? asRoot : []), ...quiet, `--user-data-dir=${profile}`];
}
