// What else replays a demonstration: the places that were clicked, and the pixels around them. Both do what tools of their kind do.
import { setTimeout as sleep } from 'node:timers/promises';
import type { Desktop } from '@karna/action-agent/desktop';
import type { Skill, SkillStep } from '@karna/proto/gen/skill/v1/skill';
import type { RememberedTarget } from '@karna/proto/gen/target/v1/target';
import { greyOf, matchTemplate } from '../vision/template-matching.ts';

interface Point {
  readonly x: number;
  readonly y: number;
}

/** Undefined: it gives up. */
export type Find = (target: RememberedTarget) => Promise<Point | undefined>;

export const byPlace: Find = async ({ box }) =>
  box && { x: Math.round(box.x + box.width / 2), y: Math.round(box.y + box.height / 2) };

/** Accepted from this likeness on, as automation tools do by default. */
const usualThreshold = 0.9;

/** `screen`: a PNG of the screen as it is now. */
export const byPixels =
  (screen: () => Promise<Uint8Array>): Find =>
  async ({ patch, patchBox: box }) => {
    if (!box || patch.length === 0) return undefined;
    const place = [box.x, box.y, box.width, box.height] as const;
    const best = matchTemplate(await greyOf(await screen()), await greyOf(patch), place);
    return best && best.likeness >= usualThreshold ? { x: Math.round(best.x), y: Math.round(best.y) } : undefined;
  };

/** Between two steps, as recorders replay (ms). */
const pauseMs = 900;

/** Does the steps one after the other; false when one was given up. */
export async function replayPlainly(
  desktop: Desktop,
  skill: Skill,
  values: Readonly<Record<string, string>>,
  find: Find,
): Promise<boolean> {
  const put = (text: string) => text.replace(/\{(\w+)\}/g, (whole, name: string) => values[name] ?? whole);
  for (const step of skill.steps) {
    if (!(await take(desktop, step, put, find))) return false;
    await sleep(pauseMs);
  }
  return true;
}

async function take(
  { pointer, keyboard }: Desktop,
  { action, target }: SkillStep,
  put: (text: string) => string,
  find: Find,
): Promise<boolean> {
  const { verb } = action ?? {};
  if (target) {
    const point = await find(target);
    if (!point) return false;
    await pointer.move(point);
    await pointer.down('left');
    await pointer.up('left');
  }
  if (verb?.$case === 'pressKeys') for (const chord of verb.value.chords) await pressChord(keyboard, chord);
  if (verb?.$case === 'typeText') {
    if (verb.value.replace) await pressChord(keyboard, 'Control+a');
    await keyboard.type(put(verb.value.text), AbortSignal.timeout(10_000));
  }
  return true;
}

export async function pressChord(keyboard: Desktop['keyboard'], chord: string): Promise<void> {
  const keys = chord.split('+');
  for (const key of keys) await keyboard.down(key);
  for (const key of keys.reverse()) await keyboard.up(key);
}
