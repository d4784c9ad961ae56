import { type Modifier, unknownCharacter } from '@karna/proto/keys';
import type { Button, PersonEvent, PersonWatch, Point } from '../../ports.ts';
import type { Hands } from './hands.ts';

/** The person at a simulated desktop. What they do reaches the scene as the agent's own acts do, and is told to who watches. */
export class MemoryPerson implements PersonWatch {
  readonly #hands: Hands;
  readonly #watchers = new Map<(event: PersonEvent) => void, (error: Error) => void>();
  readonly #held: Modifier[] = [];

  constructor(hands: Hands) {
    this.#hands = hands;
  }

  async watch(
    heard: (event: PersonEvent) => void,
    lost: (error: Error) => void = () => {},
  ): Promise<{ close(): Promise<void> }> {
    this.#watchers.set(heard, lost);
    return { close: async () => void this.#watchers.delete(heard) };
  }

  /** What shows the person fails: who watches is told, and nothing more. */
  fail(error: Error): void {
    const watchers = [...this.#watchers.values()];
    this.#watchers.clear();
    for (const lost of watchers) lost(error);
  }

  async click(at: Point, button: Button = 'left', count = 1): Promise<void> {
    await this.#hands.move(at);
    for (let n = 0; n < count; n++) {
      this.#tell({ kind: 'button', button, isDown: true, at });
      await this.#hands.down(button);
      this.#tell({ kind: 'button', button, isDown: false, at });
      await this.#hands.up(button);
    }
  }

  async drag(from: Point, to: Point): Promise<void> {
    await this.#hands.move(from);
    this.#tell({ kind: 'button', button: 'left', isDown: true, at: from });
    await this.#hands.down('left');
    await this.#hands.move(to);
    this.#tell({ kind: 'button', button: 'left', isDown: false, at: to });
    await this.#hands.up('left');
  }

  async scroll(down: number): Promise<void> {
    for (let n = 0; n < Math.abs(down); n++) {
      this.#tell({ kind: 'wheel', right: 0, down: Math.sign(down), at: this.#hands.position });
      await this.#hands.wheel(0, Math.sign(down));
    }
  }

  async press(...keys: readonly string[]): Promise<void> {
    for (const key of keys) {
      this.#tell({ kind: 'key', key, isDown: true });
      if (key !== unknownCharacter) await this.#hands.keyboard.down(key); // typed something that nobody can tell
      if (isModifier(key)) this.#held.push(key);
    }
    for (const key of keys.toReversed()) {
      if (isModifier(key)) this.#held.splice(this.#held.indexOf(key), 1);
      this.#tell({ kind: 'key', key, isDown: false });
      if (key !== unknownCharacter) await this.#hands.keyboard.up(key);
    }
  }

  async type(text: string): Promise<void> {
    for (const character of text) await this.press(character === ' ' ? 'Space' : character);
  }

  #tell(event: Omitted<PersonEvent>): void {
    this.#hands.actAsPerson();
    const whole = { ...event, modifiers: [...this.#held], timeMs: Math.round(performance.now()) };
    for (const heard of [...this.#watchers.keys()]) heard(whole);
  }
}

type Omitted<T> = T extends unknown ? Omit<T, 'modifiers' | 'timeMs'> : never;

const isModifier = (key: string): key is Modifier => ['Control', 'Shift', 'Alt', 'Super'].includes(key);
