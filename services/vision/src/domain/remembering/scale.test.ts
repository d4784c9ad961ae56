import { RememberedTarget } from '@karna/proto/gen/target/v1/target';
import { expect, test } from 'vitest';
import { element, screenOf } from '../../testing/hand-made.ts';
import type { Element } from '../screen.ts';
import { arranged } from '../tree/arranged.ts';
import { sceneOf } from '../tree/scene.ts';
import { echoesOf, neighboursOf } from './neighbourhood.ts';
import { unitFor } from './scale.ts';

const page: Element[] = [
  element('heading', 'Payment', [40, 140, 110, 24]),
  element('text', 'Amount', [40, 200, 60, 16]),
  element('text', 'Purpose', [40, 250, 62, 16]),
  element('text', 'Not paid yet', [40, 380, 90, 16]),
  element('button', 'Send', [140, 300, 90, 34]),
];
const bar: Element[] = [
  element('text', 'Payments of this month', [60, 10, 150, 16]),
  element('button', 'Back', [8, 8, 40, 24]),
];
const scaled = (elements: readonly Element[], by: number): Element[] =>
  elements.map(({ box, ...rest }) => ({
    ...rest,
    box: { x: box.x * by, y: box.y * by, width: box.width * by, height: box.height * by },
  }));
const sceneWith = (elements: readonly Element[]) => sceneOf(arranged(screenOf([...elements])));

const kept = sceneWith([...bar, ...page]);
const send = kept.screen.elements.find(({ text }) => text === 'Send') as Element;
const target = RememberedTarget.fromPartial({ lineHeight: 20, neighbours: neighboursOf({ ...kept, unit: 20 }, send) });
const unitOn = (elements: readonly Element[], usual: number): number => {
  const scene = { ...sceneWith(elements), unit: usual };
  return unitFor(scene, target, echoesOf(scene, target.neighbours));
};

test('the scale is that of what stood around, whatever else is on the screen', () => {
  expect(unitOn([...bar, ...page], 13)).toBeCloseTo(20, 1);
  // The page is larger, the browser around it is not.
  expect(unitOn([...bar, ...scaled(page, 1.5)], 16)).toBeCloseTo(30, 0);
});

test('the usual line tells it where too little of that is there', () => {
  expect(unitOn(scaled(page.slice(3), 1.5), 31)).toBe(31);
  expect(unitOn([], 17)).toBe(17);
});

test('a window that was pulled larger is no larger scale', () => {
  const at = (text: string, role: string, x: number, y: number) => element(role, text, [x - 20, y - 8, 40, 16]);
  /** A form in the upper left corner of its window, the title in the middle of the bar, the buttons in the lower right corner. */
  const form = (title: readonly [number, number], button: number, y: number) => [
    at('Customer', 'text', ...title),
    at('A new customer', 'heading', 382, 186),
    at('Person', 'text', 362, 226),
    element('text_field', '', [395, 209, 168, 34]),
    at('Phone', 'text', 362, 266),
    at('Cancel', 'button', button - 89, y),
    at('OK', 'button', button, y),
  ];
  const before = sceneWith(form([449, 160], 527, 309));
  const field = before.screen.elements.find(({ role }) => role === 'ROLE_TEXT_FIELD') as Element;
  const neighbours = neighboursOf({ ...before, unit: 18 }, field);
  const now = { ...sceneWith(form([641, 159], 911, 566)), unit: 19 };
  const unit = unitFor(now, RememberedTarget.fromPartial({ lineHeight: 18, neighbours }), echoesOf(now, neighbours));
  expect(unit).toBeCloseTo(18, 0);
});
