import type { Tab } from '@karna/common/testing/browser';
import { Skill, SkillStep } from '@karna/proto/gen/skill/v1/skill';
import { expect } from 'vitest';
import type { ConsoleStage } from './stage.ts';

/** Goes there with Tab: what keys do not reach is not there for who has no mouse. `name`: as assistive technology says it. */
export async function tabTo(tab: Tab, name: string, among = '*'): Promise<void> {
  const passed: string[] = [];
  while (passed.length < 100) {
    const [at, isOne] = await tab.evaluate<[string, boolean]>(
      `(({ activeElement: one }) => [one.getAttribute('aria-label') ?? one.innerText?.trim() ?? '', one.matches(${JSON.stringify(among)})])(document)`,
    );
    if (at === name && isOne) return;
    passed.push(at);
    await tab.key('Tab');
  }
  throw new Error(`Tab does not lead to ${name}, but to ${passed.join(', ')}`);
}

/** By keys alone. */
export const keyboardScenarios: Record<string, (stage: ConsoleStage) => Promise<void>> = {
  'keeps the focus where keys have it, though what has it is disabled, moved or taken away': async ({
    client,
    tab,
  }) => {
    const skill = await client.saveSkill(
      Skill.fromPartial({ name: 'Three keys', steps: ['F2', 'F4', 'F6'].map(pressing) }),
    );
    const { id } = await client.teaching.revise(skill.id);
    await tab.evaluate(`location.hash = '#/teach/${id}'`);
    const steps = `[...document.querySelectorAll('main ol.rows > li')]`;
    const sentences = () => tab.evaluate<string[]>(`${steps}.map((one) => one.querySelector('input').value)`);
    const focus = (label: string) =>
      tab.until(`(() => {
        const found = document.querySelector('[aria-label^="${label}: "]:not(:disabled)');
        found?.focus();
        return found !== null && document.activeElement === found;
      })()`);
    await tab.until(`${steps}.length > 1`);
    const [first, second] = await sentences();
    await focus('Move down');
    await tab.key('Enter');
    await tab.until(`${steps}[0].querySelector('input').value === ${JSON.stringify(second)}`);
    expect((await sentences()).slice(0, 2)).toEqual([second, first]);
    // It is the last one now, or can go on: in both cases the focus is in its step.
    await tab.until(`${steps}[1].contains(document.activeElement)`);
    await tab.press('Undo');
    await tab.until(`${steps}[0].querySelector('input').value === ${JSON.stringify(first)}`);
    await focus('Leave out');
    await tab.key('Enter');
    await tab.until(`${steps}[0].querySelector('input').value === ${JSON.stringify(second)}`);
    await tab.until(`document.querySelector('main').contains(document.activeElement)`);
    // From there the next key goes on in the list, and not at the top of the page.
    await tab.key('Tab');
    await tab.until(`document.querySelector('main ol.rows').contains(document.activeElement)`);
    await client.teaching.removeDraft(id);
    await client.removeSkill(skill.id);
  },
};

const pressing = (key: string): SkillStep =>
  SkillStep.fromPartial({
    id: key,
    sentence: `Press ${key}`,
    action: { verb: { $case: 'pressKeys', value: { chords: [key] } } },
  });
