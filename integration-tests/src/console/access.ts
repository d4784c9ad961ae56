import { KarnaClient } from '@karna/client';
import { eventually } from '@karna/common/testing';
import { Deed } from '@karna/proto/gen/access/v1/access';
import { expect } from 'vitest';
import { becomes, type ConsoleStage, say, wide } from './stage.ts';

/** Settings: who may connect, who did what, and how long things are kept. */
export const accessScenarios: Record<string, (stage: ConsoleStage) => Promise<void>> = {
  'lets somebody in, sees them connected, and shuts them out at once': async ({ world, client, tab }) => {
    await tab.view(wide);
    await tab.press('Settings');
    await tab.press('Let somebody in');
    await tab.fill('Name of the person or program', 'Grace');
    await tab.press('Make a token');
    const token = await tab.until<string>(`document.querySelector('[role=dialog] textarea')?.value`);
    await tab.press('Close');
    const grace = await KarnaClient.connect({ url: world.url, token });
    expect([grace.principal, grace.scopes]).toEqual(['Grace', ['operate', 'observe']]);
    await tab.sees('1 client connected');
    await tab.press('Shut out: Grace');
    await tab.sees('Shut Grace out?');
    await tab.press('Shut out', '[role=dialog] button');
    await tab.sees('Grace is shut out.');
    await eventually(() => (grace.state === 'offline' ? undefined : `the end of what is ${grace.state}`));
    grace.close();
    await expect(KarnaClient.connect({ url: world.url, token })).rejects.toMatchObject({ code: 'auth.invalid' });
    const deeds = [Deed.DEED_TOKEN_ISSUED, Deed.DEED_TOKEN_REVOKED];
    const [revoked, issued] = await client.administration.records({ deeds, limit: 2 });
    expect([issued, revoked]).toMatchObject([
      { actor: 'owner', subjectName: 'Grace', deed: Deed.DEED_TOKEN_ISSUED },
      { actor: 'owner', subjectName: 'Grace', deed: Deed.DEED_TOKEN_REVOKED },
    ]);
  },

  'keeps who had the hands, and shows it': async ({ client, tab }) => {
    await tab.press('Desk');
    // Somebody who moved the pointer a moment ago goes first.
    await eventually(
      async () => {
        if (await tab.evaluate(`document.body.innerText.includes('Give control back')`)) return undefined;
        await tab.press('Take control');
        return 'the hands';
      },
      { timeoutMs: 60_000, everyMs: 1_000 },
    );
    await tab.press('Give control back');
    await tab.sees('Take control');
    const deeds = [Deed.DEED_HANDS_TAKEN, Deed.DEED_HANDS_RETURNED, Deed.DEED_HANDS_LOST];
    await eventually(async () => {
      const [last] = await client.administration.records({ deeds, limit: 1 });
      return last?.deed === Deed.DEED_HANDS_RETURNED && last.actor === 'owner' ? undefined : 'the record';
    });
    await tab.press('Settings');
    await tab.until(
      `/owner gave the hands of .+ back/.test(document.querySelector('[aria-labelledby=records]')?.innerText)`,
    );
  },

  'says what a shorter time would remove, and then keeps things so': async ({ client, tab }) => {
    await tab.press('Settings');
    await tab.fill('Conversations', '12');
    await tab.press('See what that changes');
    await tab.sees('Keep things for this long?');
    expect((await client.administration.retention()).terms?.turnsDays).toBe(30);
    await tab.press('Keep them so');
    await tab.sees('Set by owner');
    expect(await client.administration.retention()).toMatchObject({
      terms: { turnsDays: 12, tasksDays: 90 },
      changedBy: 'owner',
    });
  },

  'keeps tasks out of a window that the rules name, until they are taken away': async ({ client, office, tab }) => {
    const erased = () => office.records.filter(({ erased }) => erased).length;
    const before = erased();
    await tab.press('Settings');
    await tab.fill('Never act in these windows', 'Chrom*');
    await tab.press('Save the rules');
    await tab.sees('Saved. They count from the next action on.');
    await client.run('click Delete list', { dryRun: true });
    await tab.press('Desk');
    await tab.sees('Would be refused. The rules keep tasks out of the window that it is in.');
    await tab.sees('Needs an approval. This looks as if it cannot be undone.');
    await say(tab, 'click Delete list');
    await tab.press('Approve');
    await becomes(tab, 'click Delete list', 'halted');
    await tab.sees('policy.window');
    expect(erased()).toBe(before);
    await tab.press('Settings');
    await tab.fill('Never act in these windows', '');
    await tab.press('Save the rules');
    await tab.sees('Saved. They count from the next action on.');
    expect((await client.administration.policy()).rules?.windows).toEqual({ only: [], never: [] });
    await tab.press('Desk');
    await tab.press('Resume');
    await becomes(tab, 'click Delete list', 'completed');
    expect(erased()).toBe(before + 1);
  },

  'puts a desktop into a group, and shows that group alone': async ({ client, tab }) => {
    await tab.press('Desktops');
    await tab.until(`document.querySelector('[aria-label^="Group: "]') !== null`);
    const name = await tab.evaluate<string>(`document.querySelector('[aria-label^="Group: "]').ariaLabel`);
    await tab.press(name);
    await tab.fill('Name of the group; empty: none', 'Front office');
    await tab.press('Save');
    await tab.until(
      `[...document.querySelectorAll('main select option')].some((one) => one.innerText === 'Front office')`,
    );
    expect((await client.desktops()).map(({ desktop }) => desktop?.group)).toEqual(['Front office']);
  },
};
