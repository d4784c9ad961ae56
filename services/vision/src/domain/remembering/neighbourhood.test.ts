import { RememberedTarget } from '@karna/proto/gen/target/v1/target';
import { describe, expect, test } from 'vitest';
import { element, screenOf } from '../../testing/hand-made.ts';
import type { Element } from '../screen.ts';
import { arranged } from '../tree/arranged.ts';
import { sceneOf } from '../tree/scene.ts';
import { agreementOf, echoesOf, neighboursOf, tellingEchoes } from './neighbourhood.ts';

const form: Element[] = [
  element('heading', 'Payment', [40, 40, 110, 24]),
  element('text', 'Amount', [40, 100, 60, 16]),
  element('text_field', '', [140, 92, 200, 32]),
  element('text', 'Purpose', [40, 150, 62, 16]),
  element('text_field', '', [140, 142, 200, 32]),
  element('icon', '', [360, 98, 20, 20]),
  element('button', 'Send', [140, 200, 90, 34]),
];
const sceneAt = (elements: readonly Element[], scale = 1) =>
  sceneOf(
    arranged(
      screenOf(
        elements.map(({ box, ...rest }) => ({
          ...rest,
          box: { x: box.x * scale, y: box.y * scale, width: box.width * scale, height: box.height * scale },
        })),
      ),
    ),
  );
const named = ({ screen }: ReturnType<typeof sceneOf>, text: string) => {
  const found = screen.elements.find((each) => each.text === text);
  if (!found) throw new Error('no such element');
  return found;
};
const scene = sceneAt(form);
const around = neighboursOf(scene, named(scene, 'Send'));
const target = { box: named(scene, 'Send').box, lineHeight: scene.unit };

describe('neighbours', () => {
  test('are kept nearest first, with their way in line heights', () => {
    expect(around.map(({ text }) => text).filter((text) => text !== '')).toEqual(['Purpose', 'Amount', 'Payment']);
    const purpose = around.find(({ text }) => text === 'Purpose');
    expect(purpose?.down).toBeCloseTo((158 - 217) / scene.unit, 1);
  });

  test('lie around the same element in another size', () => {
    const large = sceneAt(form, 1.5);
    expect(agreementOf({ scene: large, target }, echoesOf(large, around), named(large, 'Send'))).toBeGreaterThan(0.95);
  });

  test('do not lie so around another element', () => {
    expect(agreementOf({ scene, target }, echoesOf(scene, around), named(scene, 'Payment'))).toBeLessThan(0.35);
  });

  test('lie around a field that was pulled wider as they lay beside its edge', () => {
    const dialog = (width: number) => [
      ...form,
      element('text', 'Name', [40, 260, 44, 16]),
      element('text_field', '', [140, 252, width, 32]),
      element('button', 'Browse', [150 + width, 252, 80, 32]),
    ];
    const field = ({ screen }: typeof scene) => screen.elements.find(({ box }) => box.y === 252 && box.x === 140);
    const [before, after] = [sceneAt(dialog(300)), sceneAt(dialog(900))];
    const [then, now] = [field(before), field(after)];
    if (!then || !now) throw new Error('no field');
    const beside = echoesOf(after, neighboursOf(before, then)).filter(({ neighbour: { down } }) => down === 0);
    const placed = { scene: after, target: { box: then.box, lineHeight: before.unit } };
    expect(beside.map(({ neighbour }) => neighbour.text).sort()).toEqual(['Browse', 'Name']);
    expect(agreementOf(placed, beside, now)).toBeGreaterThan(0.95);
    expect(agreementOf({ ...placed, target: { ...placed.target, box: now.box } }, beside, now)).toBeLessThan(0.6);
  });

  test('tell the element of a record by what is level with it, where anything is', () => {
    const echoes = echoesOf(scene, around);
    const level = { neighbour: { role: 'ROLE_BUTTON', text: 'Drop', right: 4, down: 0.1 }, elements: [] } as const;
    const inRecord = RememberedTarget.fromPartial({ row: { texts: ['Ada'] } });
    expect(tellingEchoes(inRecord, [...echoes, level])).toEqual([level]);
    expect(tellingEchoes(inRecord, echoes)).toBe(echoes);
    expect(tellingEchoes(RememberedTarget.create({}), [...echoes, level])).toHaveLength(echoes.length + 1);
  });

  test('that are gone take their share with them', () => {
    const less = sceneAt(form.filter(({ text }) => text !== 'Purpose'));
    const agreement = agreementOf({ scene: less, target }, echoesOf(less, around), named(less, 'Send'));
    expect(agreement).toBeGreaterThan(0.3);
    expect(agreement).toBeLessThan(0.8);
  });

  test('are never the contents of records: those come and go', () => {
    const list = ['Ada Lovelace', 'Alan Turing', 'Grace Hopper'].flatMap((name, row) => [
      element('text', name, [40, 300 + row * 40, name.length * 8, 16]),
      element('button', 'Edit', [300, 293 + row * 40, 60, 30]),
      element('button', 'Drop', [380, 293 + row * 40, 60, 30]),
    ]);
    const all = sceneAt([...form, ...list]);
    const edit = all.screen.elements.filter(({ text }) => text === 'Edit')[1];
    const texts = edit ? neighboursOf(all, edit).map(({ text }) => text) : [];
    expect(texts.filter((text) => text === 'Drop')).toHaveLength(1); // of its own row
    expect(texts).not.toContain('Alan Turing');
    expect(texts).toContain('Send');
  });

  test('are at most twelve', () => {
    const crowd = Array.from({ length: 60 }, (_, index) =>
      element('button', `b${index}`, [40 + (index % 10) * 90, 300 + Math.floor(index / 10) * 60, 60, 30]),
    );
    const all = sceneAt([...form, ...crowd]);
    expect(neighboursOf(all, named(all, 'Send')).length).toBeLessThanOrEqual(12);
  });
});
