import { DomainError, hasCode } from '@karna/common/errors';
import type { Frame, Window } from '@karna/proto/gen/agent/v1/agent';
import type { WindowIdentity } from '@karna/proto/gen/skill/v1/skill';
import { focusWindow, launchApplication } from '../domain/actions.ts';
import { targetsOf } from '../domain/targets.ts';
import type { StepRun } from './step-run.ts';

/** The window that a skill's step is for: brought to the front where it is not, opened where the task has not begun yet. */
export class StepWindow {
  readonly #run: StepRun;
  readonly #startMs: number;
  #hasTried = false;
  #hasOpened = false;

  constructor(run: StepRun) {
    this.#run = run;
    this.#startMs = run.nowMs;
  }

  /** False: look again. Rejects with `window.not_found` when that has been so for too long. */
  async isInFront(frame: Frame): Promise<boolean> {
    const wanted = this.#run.window;
    if (!wanted || wanted.application === '' || frame.windows.length === 0) return true;
    const own = frame.windows.filter((window) => isOf(window, wanted));
    if (own.some(({ active }) => active)) return true;
    // On a busy machine the first look alone may take as long.
    if (this.#hasTried && this.#run.nowMs - this.#startMs >= this.#run.limits.findMs) throw noWindow(wanted);
    this.#hasTried = true;
    const [behind] = own;
    if (behind) await this.#run.arrange([focusWindow(behind.id)]);
    else if (this.#run.isFirst && !this.#hasOpened) await this.#open(wanted);
    return false;
  }

  async #open(wanted: WindowIdentity): Promise<void> {
    this.#hasOpened = true;
    const launch = launchApplication(wanted.application.toLowerCase(), this.#run.limits.openMs);
    await this.#run.arrange([launch]).catch((error: unknown) => {
      if (hasCode(error, 'app.not_found', 'app.not_opened', 'action.refused')) throw noWindow(wanted);
      throw error;
    });
  }
}

/** For steps that find no element of their own. */
export async function bringToFront(run: StepRun): Promise<void> {
  if (!run.window) return;
  const window = new StepWindow(run);
  let frame = await run.look();
  while (!(await window.isInFront(frame))) {
    await run.pause();
    frame = await run.look();
  }
  if (run.isFirst && !run.wasUnclear && isForTheKeyboard(run)) beSole(frame, run.window);
}

/** Whatever has the keyboard takes it: nothing else says where it goes. */
const isForTheKeyboard = ({ action }: StepRun): boolean =>
  (action.verb?.$case === 'typeText' || action.verb?.$case === 'pressKeys') && targetsOf(action).length === 0;

/** That one of several is in front does not make it the one that is meant; whoever lets it go on has seen to it. */
function beSole({ windows }: Frame, wanted: WindowIdentity): void {
  const { length } = windows.filter((window) => isOf(window, wanted));
  if (length < 2) return;
  const message = `${wanted.application} has ${length} windows open. Bring the one that is meant to the front, then let it go on.`;
  throw new DomainError('target.ambiguous', message);
}

export const isOf = ({ application, title }: Window, wanted: WindowIdentity): boolean =>
  application.toLowerCase() === wanted.application.toLowerCase() &&
  title.toLowerCase().includes(wanted.title.toLowerCase());

const noWindow = ({ application, title }: WindowIdentity): DomainError =>
  new DomainError(
    'window.not_found',
    title === ''
      ? `The window of ${application} that this step is for is not open.`
      : `${application} does not show the window that this step is for.`,
  );
