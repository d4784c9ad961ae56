import { afterAll, beforeAll, describe, test } from 'vitest';
import { type Pages, servePages, type World } from '../world/index.ts';
import { commandScenarios, steeringScenarios } from './commands.ts';
import type { Stage } from './stage.ts';

/** Opens a world once and plays everything in it. */
export function playIn(name: string, open: () => Promise<World>): void {
  describe(`Karna, ${name},`, () => {
    let stage: Stage;
    let world: World | undefined;
    let pages: Pages | undefined;
    beforeAll(async () => {
      pages = await servePages();
      world = await open();
      stage = { world, pages, client: await world.connect() };
    });
    afterAll(async () => {
      await world?.close();
      await pages?.close();
    });
    for (const [title, play] of Object.entries({ ...commandScenarios, ...steeringScenarios })) {
      test(title, { timeout: 90_000 }, () => play(stage));
    }
  });
}
