import { setTimeout as delay } from 'node:timers/promises';
import { eventually } from '@karna/common/testing';
import { unknownCharacter } from '@karna/proto/keys';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type Deed, Deeds } from '../../domain/recording/deeds.ts';
import type { Button, Desktop, PersonEvent, Point } from '../../ports.ts';

/** Somebody who uses the desktop, and is not the agent. */
export interface Person {
  click(at: Point, button?: Button, count?: number): Promise<void>;
  drag(from: Point, to: Point): Promise<void>;
  /** At the pointer; positive is down. */
  scroll(down: number): Promise<void>;
  /** Keys held together, by the names of `@karna/proto/keys`. */
  press(...keys: readonly string[]): Promise<void>;
  type(text: string): Promise<void>;
}

export interface PersonRig {
  readonly desktop: Desktop;
  readonly person: Person;
  close(): Promise<void>;
}

const never = new AbortController().signal;

/** What a back end cannot do, said where its suite is run. */
export interface PersonLimits {
  /** Characters outside the US layout: it tells that one was typed, and not which. */
  readonly cannotTell?: string;
  /** The agent pastes them, and nobody in this suite takes a paste. */
  readonly pastes?: boolean;
}

/** What every back end promises that shows what a person does. */
export function describePersonWatch(
  name: string,
  open: () => Promise<PersonRig>,
  { cannotTell = '', pastes = false }: PersonLimits = {},
): void {
  describe(`the person at the ${name} desktop`, () => {
    let rig: PersonRig;
    let events: PersonEvent[];
    let watch: { close(): Promise<void> };

    beforeAll(async () => {
      rig = await open();
    });
    afterAll(() => rig?.close());
    beforeEach(async () => {
      events = [];
      const opened = await rig.desktop.personWatch?.watch((event) => events.push(event));
      if (!opened) throw new Error('this desktop does not show what a person does');
      watch = opened;
    });
    afterEach(() => watch?.close());

    const deeds = (): Deed[] => {
      const made = new Deeds();
      const done = events.flatMap((event) => made.take(event).ended ?? []);
      return [...done, ...[made.finish()].filter((deed) => deed !== undefined)];
    };
    const shows = async (expected: readonly object[]) => {
      const isThere = () => deeds().length >= expected.length;
      await eventually(() => (isThere() ? undefined : 'deeds'), { timeoutMs: 5_000 }).catch(() => undefined);
      await delay(60); // the last release
      expect(deeds()).toMatchObject(expected);
    };

    it('clicks, with every button, and how often', async () => {
      await rig.person.click({ x: 200, y: 150 });
      await rig.person.click({ x: 260, y: 190 }, 'right');
      await rig.person.click({ x: 120, y: 150 }, 'middle');
      await rig.person.click({ x: 210, y: 155 }, 'left', 2);
      await shows([
        { kind: 'pressed', at: { x: 200, y: 150 }, button: 'left', count: 1 },
        { kind: 'pressed', at: { x: 260, y: 190 }, button: 'right', count: 1 },
        { kind: 'pressed', at: { x: 120, y: 150 }, button: 'middle', count: 1 },
        { kind: 'pressed', at: { x: 210, y: 155 }, button: 'left', count: 2 },
      ]);
    });

    it('drags and scrolls', async () => {
      await rig.person.drag({ x: 100, y: 100 }, { x: 240, y: 180 });
      await rig.person.scroll(3);
      await rig.person.scroll(-2);
      await shows([
        { kind: 'dragged', from: { x: 100, y: 100 }, to: { x: 240, y: 180 } },
        { kind: 'scrolled', right: 0, down: 1 },
      ]);
    });

    it('types real characters, and none that it does not know', async () => {
      await rig.person.type('Aß é 漢字!');
      const keys = ['A', 'ß', ' ', 'é', ' ', '漢', '字', '!'];
      await shows([{ kind: 'typed', keys: keys.map((key) => (cannotTell.includes(key) ? unknownCharacter : key)) }]);
    });

    it('corrects itself, and goes on with Tab and Enter', async () => {
      await rig.person.type('cas');
      await rig.person.press('Backspace');
      await rig.person.type('t');
      await rig.person.press('Tab');
      await rig.person.type('x');
      await rig.person.press('Enter');
      await shows([
        { kind: 'typed', keys: ['c', 'a', 's', 'Backspace', 't'] },
        { kind: 'chord', chord: 'Tab', count: 1 },
        { kind: 'typed', keys: ['x'] },
        { kind: 'chord', chord: 'Enter', count: 1 },
      ]);
    });

    it('presses chords', async () => {
      await rig.person.press('Control', 'a');
      await rig.person.press('Control', 'Shift', 's');
      await shows([
        { kind: 'chord', chord: 'Control+a' },
        { kind: 'chord', chord: 'Control+Shift+s' },
      ]);
    });

    it('is not mistaken for the agent, nor the agent for it', async () => {
      const { desktop } = rig;
      await desktop.pointer.move({ x: 180, y: 160 });
      await desktop.pointer.down('left');
      await desktop.pointer.up('left');
      await desktop.keyboard.type('mine', never);
      const foreign = desktop.keyboard.type('漢', never);
      await (pastes ? expect(foreign).rejects.toMatchObject({ code: 'action.failed' }) : foreign);
      await desktop.pointer.wheel(0, 2);
      await rig.person.type('ab');
      await desktop.keyboard.type('ab', never);
      await shows([{ kind: 'typed', keys: ['a', 'b'] }]);
      expect(deeds()).toHaveLength(1);
    });

    it('is heard no more once nobody watches', async () => {
      await rig.person.type('a');
      await shows([{ kind: 'typed', keys: ['a'] }]);
      await watch.close();
      const before = events.length;
      await rig.person.type('b');
      await delay(150);
      expect(events).toHaveLength(before);
    });
  });
}
