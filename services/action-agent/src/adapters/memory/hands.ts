import { setImmediate } from 'node:timers/promises';
import { DomainError } from '@karna/common/errors';
import { keyName } from '@karna/proto/keys';
import type { Button, Hotkey, Keyboard, PersonInput, Point, Pointer } from '../../ports.ts';
import { clientOf, contains, type InputEvent, type Scene, type SceneField } from './scene.ts';

/** The clipboard's text, and how often it was taken from there. */
export interface Board {
  text: string;
  fetches: number;
}

class MemoryHotkey implements Hotkey {
  readonly #callbacks = new Set<() => void>();

  onPressed(callback: () => void): () => void {
    this.#callbacks.add(callback);
    return () => this.#callbacks.delete(callback);
  }

  press(): void {
    for (const callback of this.#callbacks) callback();
  }
}

/** Pointer, keyboard and hotkeys of a scene. What is held is kept here, as a display does. */
export class Hands implements Pointer, PersonInput {
  readonly #scene: Scene;
  readonly #clipboard: Board;
  readonly #keys = new Set<string>();
  readonly #buttons = new Set<Button>();
  readonly haltKey = new MemoryHotkey();
  readonly teachKey = new MemoryHotkey();
  readonly #hotkeys = new Map([
    ['Escape', this.haltKey],
    ['r', this.teachKey],
  ]);
  readonly #persons = new Set<() => void>();
  #at: Point = { x: 0, y: 0 };

  constructor(scene: Scene, clipboard: Board) {
    this.#scene = scene;
    this.#clipboard = clipboard;
  }

  get position(): Point {
    return this.#at;
  }

  async move({ x, y }: Point): Promise<void> {
    this.#at = { x: clamp(x, this.#scene.width), y: clamp(y, this.#scene.height) };
    this.#atPointer((at) => ({ kind: 'move', at }));
  }

  async down(button: Button): Promise<void> {
    this.#buttons.add(button);
    const window = this.#scene.windowAt(this.#at);
    if (window && window !== this.#scene.active) this.#scene.activate(window);
    if (window && button === 'left') {
      const { x, y } = clientOf(window);
      window.focused = window.fields.find(({ box }) => contains(box, { x: this.#at.x - x, y: this.#at.y - y }));
    }
    this.#atPointer((at) => ({ kind: 'button-down', button, at }));
  }

  async up(button: Button): Promise<void> {
    this.#buttons.delete(button);
    this.#atPointer((at) => ({ kind: 'button-up', button, at }));
  }

  async wheel(right: number, down: number): Promise<void> {
    this.#atPointer(() => ({ kind: 'wheel', right, down }));
  }

  onInput(callback: () => void): () => void {
    this.#persons.add(callback);
    return () => this.#persons.delete(callback);
  }

  /** A person at the desktop does something. */
  actAsPerson(): void {
    for (const callback of this.#persons) callback();
  }

  releaseAll(): string[] {
    const released = [...this.#keys, ...[...this.#buttons].map((button) => `${button} button`)];
    for (const key of [...this.#keys]) this.#keyUp(key);
    for (const button of [...this.#buttons]) void this.up(button);
    return released;
  }

  readonly keyboard: Keyboard = {
    down: async (key) => {
      const name = known(key);
      if (isUpper(name) && !this.#keys.has('Shift')) this.#tell({ kind: 'key-down', key: 'Shift' });
      this.#keyDown(name);
    },
    up: async (key) => {
      const name = known(key);
      this.#keyUp(name);
      if (isUpper(name) && !this.#keys.has('Shift')) this.#tell({ kind: 'key-up', key: 'Shift' });
    },
    type: async (said, signal) => {
      const text = said.replaceAll('\r\n', '\n');
      if (/[^\n\t\P{Cc}]|\p{Cs}/u.test(text)) {
        throw new DomainError('text.untypable', 'the text contains a control character or half a character');
      }
      for (const character of text) {
        signal.throwIfAborted();
        const key = { '\n': 'Enter', '\t': 'Tab', ' ': 'Space' }[character] ?? character;
        this.#keyDown(key);
        this.#keyUp(key);
        await setImmediate(); // as between two events of a real display: an abort can come in between
      }
    },
  };

  #keyDown(key: string): void {
    this.#keys.add(key);
    const hotkey = this.#keys.has('Control') && this.#keys.has('Alt') ? this.#hotkeys.get(key) : undefined;
    if (hotkey) {
      hotkey.press();
      return;
    }
    this.#tell({ kind: 'key-down', key });
    const field = this.#scene.active?.focused;
    if (field) this.#edit(field, key);
    this.#scene.changed();
  }

  #keyUp(key: string): void {
    this.#keys.delete(key);
    this.#tell({ kind: 'key-up', key });
  }

  #edit(field: SceneField, key: string): void {
    const isChord = this.#keys.has('Control');
    if (isChord && key === 'a') field.isAllSelected = true;
    else if (isChord && key === 'c' && field.isAllSelected) this.#clipboard.text = field.text;
    else if (isChord && key === 'v') this.#paste(field);
    else if (isChord || this.#keys.has('Alt') || this.#keys.has('Super')) return;
    else if (key === 'Backspace' || key === 'Delete') this.#erase(field, key);
    else if (key === 'Enter') this.#insert(field, '\n');
    else if (key === 'Space') this.#insert(field, ' ');
    else if (key === 'Tab') this.#insert(field, '\t');
    else if ([...key].length === 1) this.#insert(field, key);
  }

  #insert(field: SceneField, text: string): void {
    field.text = field.isAllSelected ? text : field.text + text;
    field.isAllSelected = false;
  }

  #paste(field: SceneField): void {
    this.#clipboard.fetches++;
    this.#insert(field, this.#clipboard.text);
  }

  #erase(field: SceneField, key: string): void {
    if (field.isAllSelected) field.text = '';
    else if (key === 'Backspace') field.text = [...field.text].slice(0, -1).join('');
    field.isAllSelected = false;
  }

  #tell(event: InputEvent): void {
    this.#scene.active?.events.push(event);
  }

  #atPointer(event: (at: Point) => InputEvent): void {
    const window = this.#scene.windowAt(this.#at);
    if (!window) return;
    const { x, y } = clientOf(window);
    window.events.push(event({ x: this.#at.x - x, y: this.#at.y - y }));
  }
}

const clamp = (value: number, size: number): number => Math.min(Math.max(0, Math.round(value)), size - 1);

/** Characters on the upper level of a US keyboard. */
const isUpper = (key: string): boolean => /^[A-Z~!@#$%^&*()_+{}|:"<>?]$/.test(key);

function known(key: string): string {
  const name = keyName(key);
  if (name !== undefined && !/[\p{Cc}\p{Cs}]/u.test(name)) return name;
  throw new DomainError('key.unknown', 'there is no key of that name');
}
