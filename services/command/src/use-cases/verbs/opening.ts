import { DomainError, hasCode } from '@karna/common/errors';
import type { Frame, Window } from '@karna/proto/gen/agent/v1/agent';
import type { Open } from '@karna/proto/gen/intent/v1/intent';
import { launchAddress, launchApplication, observeAll, settle } from '../../domain/actions.ts';
import { confirmed, missing, openedWindow, type Verdict, windowIds } from '../../domain/verification.ts';
import type { Outcome, Verb } from './verb.ts';

export const opening = ({ what }: Open): Verb => ({
  async perform(run) {
    if (!what) throw new DomainError('input.invalid', 'The step does not say what to open.');
    const launch = what.$case === 'application' ? launchApplication : launchAddress;
    let before: Frame | undefined;
    try {
      const acted = await run.actAnywhere((frame) => {
        before = frame;
        return [
          launch(what.value, run.limits.openMs),
          settle(run.limits.settleQuietMs, run.limits.settleLimitMs),
          observeAll,
        ];
      });
      if (acted.result.opened.length > 0) return { verdict: confirmed('window') };
      return opened(await run.verdict(acted, (frame) => cameUp(what, acted.before, frame, frame.changes.length > 0)));
    } catch (error) {
      // Programs that run once bring the window they have to the front instead of opening another.
      if (!before || !hasCode(error, 'app.not_opened')) throw error;
      const frame = await run.look({ since: before.id });
      return opened(cameUp(what, before, frame, frame.changes.length > 0));
    }
  },
  async judge(run) {
    const before = run.windowsBefore;
    const { windows } = await run.look();
    return before && openedWindow(before, windows) ? confirmed('window') : 'unknown';
  },
});

function opened(verdict: Verdict): Outcome {
  if (verdict.kind === 'confirmed') return { verdict };
  throw new DomainError('app.not_opened', 'It was started, but no window came up.');
}

function cameUp(what: NonNullable<Open['what']>, before: Frame, after: Frame, pageChanged: boolean): Verdict {
  if (openedWindow(windowIds(before.windows), after.windows)) return confirmed('window');
  if (what.$case === 'address') return pageChanged && activeOf(after.windows) ? confirmed('changed') : missing;
  const now = activeOf(after.windows);
  const isOther = now !== undefined && now.id !== activeOf(before.windows)?.id;
  return now && (isOther || pageChanged) && isCalled(now, what.value) ? confirmed('window') : missing;
}

const activeOf = (windows: readonly Window[]): Window | undefined => windows.find(({ active }) => active);

/** Whether the window belongs to the program by that name, as far as names tell. */
function isCalled({ application, title }: Window, name: string): boolean {
  const wanted = plain(name);
  return wanted !== '' && [application, title].some((own) => plain(own).includes(wanted));
}

const plain = (name: string): string => name.toLowerCase().replace(/[^\p{L}\p{N}]/gu, '');
