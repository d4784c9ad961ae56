// A real GTK application says what it shows, from the agent over command to vision.
import { existsSync } from 'node:fs';
import type { KarnaClient } from '@karna/client';
import { eventually } from '@karna/common/testing';
import { afterEach, describe, expect, test } from 'vitest';
import { done } from './scenarios/stage.ts';
import { openStandalone, type World } from './world/index.ts';

const isInstalled = existsSync('/usr/libexec/at-spi-bus-launcher');
if (!isInstalled)
  process.stderr.write('skipped: the accessibility bus is not installed (apt-get install at-spi2-core)\n');

describe.skipIf(!isInstalled)('what an application says of itself', { timeout: 120_000 }, () => {
  let world: World;
  afterEach(() => world.close());

  async function openCalculator(): Promise<KarnaClient> {
    const client = await world.connect();
    await done({ client }, 'open galculator');
    await done({ client }, 'wait until "7" appears');
    return client;
  }

  /** Who saw a button of the calculator. */
  const witnesses = async (client: KarnaClient): Promise<readonly string[]> =>
    (await client.find('7')).candidates[0]?.element?.witnesses ?? [];

  test('is one more witness of what is found, as soon as it answers in time', async () => {
    world = await openStandalone();
    const client = await openCalculator();
    const hears = async () => ((await witnesses(client)).includes('accessibility') ? undefined : 'the second witness');
    await eventually(hears, { timeoutMs: 60_000 });
  });

  test('is not asked for where the agent is told so, and not needed', async () => {
    world = await openStandalone({ KARNA_AGENT_ACCESSIBILITY: 'false' });
    expect(await witnesses(await openCalculator())).toEqual(['pixels']);
  });
});
