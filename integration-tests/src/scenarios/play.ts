import { type Endpoint, startEndpoint } from '@karna/language/testing';
import { afterAll, beforeAll, describe, test } from 'vitest';
import { type Pages, servePages, type World } from '../world/index.ts';
import { commandScenarios, steeringScenarios } from './commands.ts';
import { conversationScenarios } from './conversation.ts';
import { type ModelStage, modelScenarios } from './language-model.ts';
import { replayScenarios } from './replay.ts';

/** Opens a world once and plays everything in it; `replays`: what was taught is done there, too. */
export function playIn(
  name: string,
  open: (env: Record<string, string>) => Promise<World>,
  { replays = true }: { readonly replays?: boolean } = {},
): void {
  describe(`Karna, ${name},`, () => {
    let stage: ModelStage;
    let world: World | undefined;
    let pages: Pages | undefined;
    let model: Endpoint | undefined;
    beforeAll(async () => {
      pages = await servePages();
      model = await startEndpoint();
      world = await open({
        KARNA_LANGUAGE_LLM_URL: model.url,
        KARNA_LANGUAGE_LLM_MODEL: 'scripted',
        KARNA_LANGUAGE_LLM_SCREEN: 'text',
      });
      stage = { world, pages, model, client: await world.connect() };
    });
    afterAll(async () => {
      await world?.close();
      await pages?.close();
      await model?.[Symbol.asyncDispose]();
    });
    const scenarios = {
      ...commandScenarios,
      ...steeringScenarios,
      ...conversationScenarios,
      ...modelScenarios,
      ...(replays ? replayScenarios : {}),
    };
    for (const [title, play] of Object.entries(scenarios)) {
      test(title, { timeout: 180_000 }, () => play(stage));
    }
  });
}
