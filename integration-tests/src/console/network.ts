import { eventually } from '@karna/common/testing';
import type { Tab } from '@karna/common/testing/browser';
import { TaskState } from '@karna/proto/gen/task/v1/task';
import { expect } from 'vitest';
import { openCable } from './cable.ts';
import { becomes, type ConsoleStage, say, wide } from './stage.ts';

/** Two people before one desktop, one of them over a bad network. */
export const networkScenarios: Record<string, (stage: ConsoleStage) => Promise<void>> = {
  'shows one task to two people, comes back after a cut, and does nothing twice': async (stage) => {
    const { world, client, browser, tab } = stage;
    await using cable = await openCable(Number(new URL(world.url).port));
    const other = await browser.tab();
    await other.view(wide);
    await other.open(`${cable.url}/#${world.token}`);
    await other.sees('Live');

    const waiting = 'wait up to 500 seconds until "Never written" appears';
    await say(tab, waiting);
    await becomes(tab, waiting, 'running');
    await becomes(other, waiting, 'running');
    expect(await steps(other)).toEqual(await steps(tab));
    await other.press('Halt');
    await becomes(tab, waiting, 'halted');
    await becomes(other, waiting, 'halted');

    cable.deafen();
    await say(other, 'press F2');
    const completed = async (command: string) => {
      const [task] = (await client.tasks()).filter((one) => one.command === command);
      return task?.state === TaskState.TASK_STATE_COMPLETED ? undefined : `${command} to be completed`;
    };
    await eventually(() => completed('press F2'), { timeoutMs: 60_000, everyMs: 100 });
    cable.cut();
    await other.sees('The gateway cannot be reached.');
    await say(tab, 'press F4');
    await becomes(tab, 'press F4', 'completed');
    cable.mend();
    await other.sees('Live');
    await other.until(`!document.body.innerText.includes('The gateway cannot be reached.')`);
    await becomes(other, 'press F4', 'completed');
    await other.sees('press F2');
    // What was under way when the network went has its answer, too.
    await other.until(`document.querySelector('[role=combobox]').value === ''`);
    const commands = (await client.tasks()).map(({ command }) => command);
    expect(commands.filter((one) => one === 'press F2')).toHaveLength(1);
    // A network that is gone, and a lasting token that is first tried as a one-time one, are all that there was to complain about.
    expect(other.complaints.filter((one) => !/ERR_|WebSocket|401/.test(one))).toEqual([]);
  },
};

const steps = (tab: Tab): Promise<string[]> =>
  tab.evaluate(
    `[...document.querySelectorAll('article.task .steps li')].map((one) => one.querySelector('span').innerText)`,
  );
