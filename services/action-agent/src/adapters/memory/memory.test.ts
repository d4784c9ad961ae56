import { expect, it } from 'vitest';
import { describeDesktop } from '../contract/desktop-contract.ts';
import { describePersonWatch } from '../contract/person-contract.ts';
import type { Rig, Witness } from '../contract/rig.ts';
import { type MemoryDesktop, openMemoryDesktop } from './open.ts';
import { clientOf, type SceneWindow } from './scene.ts';

async function openRig(): Promise<Rig> {
  const desktop = openMemoryDesktop();
  const neighbour = desktop.scene.add('Neighbour', 'witness', { x: 340, y: 40, width: 220, height: 200 });
  const form = desktop.scene.add('Form', 'form', { x: 40, y: 280, width: 400, height: 160 }, [
    { x: 10, y: 10, width: 380, height: 120 },
  ]);
  const witness = desktop.scene.add('Witness', 'witness', { x: 40, y: 40, width: 260, height: 200 });
  return {
    desktop,
    witness: witnessOf(desktop, witness),
    neighbour: witnessOf(desktop, neighbour),
    field: async () => fieldOf(form),
    close: () => desktop.close(),
  };
}

function witnessOf({ scene }: MemoryDesktop, window: SceneWindow): Witness {
  return {
    title: window.title,
    box: async () => clientOf(window),
    events: async () => [...window.events],
    forget: () => {
      window.events.length = 0;
    },
    paint: async (box, colour) => {
      window.patches.push({ box, colour });
      scene.changed();
    },
  };
}

function fieldOf(form: SceneWindow) {
  const [field] = form.fields;
  const { x, y } = clientOf(form);
  return {
    at: { x: x + 50, y: y + 30 },
    text: async () => field!.text,
    clear: async () => {
      field!.text = '';
    },
  };
}

describeDesktop('memory', openRig, {
  missingKeys: [],
  everydayProgram: { said: 'calculator', application: /calculator/i },
});

describePersonWatch('memory', async () => {
  const desktop = openMemoryDesktop();
  return { desktop, person: desktop.person, close: () => desktop.close() };
});

it('tells of the person at the desktop', async () => {
  const desktop = openMemoryDesktop();
  let seen = 0;
  const forget = desktop.personInput?.onInput(() => seen++);
  await desktop.keyboard.down('a');
  await desktop.keyboard.up('a');
  expect(seen).toBe(0);
  desktop.actAsPerson();
  expect(seen).toBe(1);
  forget?.();
  desktop.actAsPerson();
  expect(seen).toBe(1);
});
