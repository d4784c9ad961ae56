// An agent on a small simulated desktop: it does what real ones do with guards, baselines, kept results and halts, and
// its applications do only what their things are told to do.
import { type Clock, systemClock } from '@karna/common/clock';
import { DomainError } from '@karna/common/errors';
import {
  type Action,
  type Batch,
  BatchResult,
  type DesktopHalted,
  type Frame,
  type Guard,
  type Observe,
  type Rehearse,
  type Window,
} from '@karna/proto/gen/agent/v1/agent';
import type { Box, Point } from '@karna/proto/gen/geometry/v1/geometry';
import type { Ruling, WindowRules } from '@karna/proto/gen/policy/v1/policy';
import type { Role } from '@karna/proto/gen/target/v1/target';
import { AccessibleElement } from '@karna/proto/gen/vision/v1/element';
import { contains, overlaps } from '../../domain/geometry.ts';
import { type Drawing, differences, encode, hashOf, type Thing } from './screen.ts';

const screen = { width: 1280, height: 720 };
/** What an agent refuses: it has moved on since. */
const stale = () => new DomainError('frame.stale', 'the screen changed since that frame');

interface Kept {
  readonly drawing: Drawing;
  readonly scrolled: number;
  readonly atMs: number;
}

export class MemoryDesktop {
  readonly things: Thing[] = [];
  windows: Window[] = [windowOf('w1', 'form')];
  /** Everything with consequences that was done, in order: `click Save`, `type 3`, `press Enter`. */
  readonly acts: string[] = [];
  /** Everything that was asked of it, in order. */
  readonly batches: Batch[] = [];
  /** What a click on a thing, a key or a launch does. Nothing happens where nothing is said. */
  readonly reactions = new Map<string, () => void>();
  /** Called before each batch that acts, with its number from 1: screens change, agents die. */
  beforeActing: ((batch: number) => void | Promise<void>) | undefined;
  /** Called after each batch that acted: what happens to its answer. */
  afterActing: ((batch: number) => void | Promise<void>) | undefined;
  /** Holds every acting batch until it resolves or the desktop is halted. */
  gate: Promise<void> | undefined;
  /** Called before each look. */
  beforeLooking: (() => void) | undefined;
  /** What the agent tells of how promptly the screen answered (ms). */
  firstChangeMs = 0;
  halts = 0;
  pageHeight = screen.height;
  /** One wheel click moves the page so far (px). */
  wheelPx = 40;
  /** What its agent says of what is rehearsed; undefined: it is of an older version, and knows no rehearsing. */
  rulingsOn: ((order: Rehearse, rules: readonly WindowRules[]) => Ruling[]) | undefined = () => [];
  /** Whether pixels tell how far it moved. */
  tellsScroll = false;
  readonly #clock: Clock;
  readonly #frames = new Map<string, Kept>();
  readonly #results = new Map<string, BatchResult>();
  #halt = Promise.withResolvers<never>();
  #pointer: Point = { x: 0, y: 0 };
  #focus: Thing | undefined;
  #allSelected = false;
  #scrolled = 0;
  #count = 0;
  #acting = 0;

  constructor(clock: Clock = systemClock) {
    this.#clock = clock;
    this.#halt.promise.catch(() => {});
  }

  /** Puts a thing on the screen, each below the last. */
  add(role: Role, text: string, more: Partial<Thing> = {}): Thing {
    const id = `t${this.things.length + 1}`;
    const box = { x: 100, y: 20 + 40 * this.things.length, width: 200, height: 24 };
    const thing: Thing = { id, role, text, box, ...more };
    this.things.push(thing);
    return thing;
  }

  /** What a click on it does. */
  onClick(thing: Thing, react: () => void): void {
    this.reactions.set(`click ${thing.id}`, react);
  }

  open(id: string, application: string): void {
    this.windows = [...this.windows.map((window) => ({ ...window, active: false })), windowOf(id, application)];
  }

  /** How far down the page is (px). */
  get scrolled(): number {
    return this.#scrolled;
  }

  set scrolled(px: number) {
    this.#scrolled = px;
  }

  get focused(): Thing | undefined {
    return this.#focus;
  }

  async perform(batch: Batch): Promise<BatchResult> {
    this.batches.push(batch);
    const known = this.#results.get(batch.id);
    if (known) return known;
    const result = BatchResult.create({ batchId: batch.id, firstChangeMs: this.firstChangeMs });
    const isActing = batch.actions.some(acts);
    if (isActing) await this.beforeActing?.(++this.#acting);
    else this.beforeLooking?.();
    try {
      await this.#carryOut(batch, result);
    } catch (error) {
      result.fault = DomainError.from(error).toFault();
    }
    if (result.fault?.code !== 'frame.stale') this.#results.set(batch.id, result);
    if (isActing) await this.afterActing?.(this.#acting);
    return result;
  }

  async halt(): Promise<DesktopHalted> {
    this.halts += 1;
    this.#halt.reject(new DomainError('agent.halted', 'the desktop was halted'));
    this.#halt = Promise.withResolvers();
    this.#halt.promise.catch(() => {});
    return { released: [] };
  }

  /** As after the agent's process was started anew: the screen stays, its memory is gone. */
  restart(): void {
    this.#frames.clear();
    this.#results.clear();
  }

  async #carryOut({ actions, guard, windows }: Batch, result: BatchResult): Promise<void> {
    let unchecked = guard;
    let previous = guard && this.#frames.get(guard.frameId);
    const halted = this.#halt.promise;
    for (const action of actions) {
      if (unchecked && acts(action)) {
        this.#check(unchecked);
        unchecked = undefined;
        if (this.gate) await Promise.race([this.gate, halted]);
      }
      if (action.kind?.$case === 'observe') {
        const { frame, kept } = this.#observe(action.kind.value, previous);
        previous = kept;
        result.frames.push(frame);
      } else if (action.kind?.$case === 'rehearse') {
        if (!this.rulingsOn) throw new DomainError('action.unsupported', 'this agent does not know one of the actions');
        result.rehearsed = { rulings: this.rulingsOn(action.kind.value, windows) };
      } else this.#act(action, result);
      result.performed += 1;
    }
  }

  #check({ frameId, maxAgeMs, unchanged }: Guard): void {
    const seen = this.#frames.get(frameId);
    if (!seen || (maxAgeMs > 0 && this.#clock.elapsed() - seen.atMs > maxAgeMs)) throw stale();
    if (unchanged && differences(seen.drawing, this.#draw()).some((box) => overlaps(box, unchanged))) throw stale();
  }

  #observe({ picture, windows, accessible }: Observe, previous: Kept | undefined): { frame: Frame; kept: Kept } {
    const drawing = this.#draw();
    const bytes = picture ? encode(drawing) : new Uint8Array();
    const frame: Frame = {
      id: `f${++this.#count}`,
      picture: bytes,
      sha256: picture ? hashOf(bytes) : '',
      ...screen,
      capturedAt: this.#clock.now(),
      changes: previous ? differences(previous.drawing, drawing) : [],
      windows: windows ? this.windows : [],
      pointer: this.#pointer,
      accessible: accessible ? this.#said : [],
      masked: [],
      scrolledDown: previous && this.tellsScroll ? inSightBoth(previous.scrolled - this.#scrolled) : 0,
    };
    const kept = { drawing, scrolled: this.#scrolled, atMs: this.#clock.elapsed() };
    this.#frames.set(frame.id, kept);
    return { frame, kept };
  }

  /** As an application tells it that can be asked. */
  get #said(): AccessibleElement[] {
    return this.things.flatMap(({ said, role, box }) =>
      said === undefined ? [] : [AccessibleElement.create({ name: said, role, box })],
    );
  }

  #draw(): Drawing {
    const things = this.things.flatMap(({ hidden, scrolls, masked, said, ...thing }) => {
      const box = scrolls ? { ...thing.box, y: thing.box.y - this.#scrolled } : thing.box;
      // What the edges of a scrolled page cut off is not read.
      if (hidden || box.y < 0 || box.y + (scrolls ? box.height : 1) > screen.height) return [];
      const text = masked ? '•'.repeat(thing.text.length) : thing.text;
      return [{ ...thing, box, text, hovered: contains(box, this.#pointer) && thing.role === 'ROLE_BUTTON' }];
    });
    return structuredClone({ things, windows: this.windows });
  }

  #act({ kind }: Action, result: BatchResult): void {
    if (kind?.$case === 'movePointer') this.#pointer = kind.value.to ?? this.#pointer;
    if (kind?.$case === 'clickAt') this.#click(kind.value.at ?? this.#pointer, kind.value.count);
    if (kind?.$case === 'dragAlong') this.#drag(kind.value.path);
    if (kind?.$case === 'enterText') this.#type(kind.value.text);
    if (kind?.$case === 'pressChord') this.#press(kind.value.chord);
    if (kind?.$case === 'scrollAt') this.#scroll(kind.value.down);
    if (kind?.$case === 'launch') this.#launch(kind.value.what?.value ?? '', result);
  }

  #click(at: Point, count: number): void {
    const thing = this.#at(at);
    this.#pointer = at;
    this.#allSelected = false;
    this.acts.push(`${count === 2 ? 'double-click' : 'click'} ${thing?.label ?? thing?.text ?? 'nothing'}`);
    if (!thing) return;
    this.#focus = thing;
    if (thing.checked !== undefined && !this.reactions.has(`click ${thing.id}`)) thing.checked = !thing.checked;
    this.reactions.get(`click ${thing.id}`)?.();
  }

  #drag(path: readonly Point[]): void {
    const [from, to] = [path[0], path.at(-1)].map((place) => place && this.#at(place));
    this.acts.push(`drag ${from?.text} to ${to?.text}`);
    if (from && to) from.box = { ...from.box, x: to.box.x + 20, y: to.box.y + 20 };
  }

  #type(text: string): void {
    this.acts.push(`type ${text.length}`);
    this.reactions.get('type')?.();
    if (!this.#focus || this.reactions.has('type')) return;
    this.#focus.text = this.#allSelected ? text : this.#focus.text + text;
    this.#allSelected = false;
  }

  #press(chord: string): void {
    if (chord === 'Control+a') this.#allSelected = true;
    else if (chord === 'Delete' && this.#allSelected && this.#focus) this.#focus.text = '';
    if (chord !== 'End' && chord !== 'Control+End') this.acts.push(`press ${chord}`);
    this.reactions.get(`press ${chord}`)?.();
  }

  #scroll(down: number): void {
    const end = Math.max(0, this.pageHeight - screen.height);
    this.acts.push(`scroll ${down}`);
    this.#scrolled = Math.min(end, Math.max(0, this.#scrolled + down * this.wheelPx));
  }

  #launch(name: string, result: BatchResult): void {
    const before = new Set(this.windows.map(({ id }) => id));
    this.acts.push(`launch ${name}`);
    const react = this.reactions.get(`launch ${name}`);
    if (!react) throw new DomainError('app.not_opened', `${name} showed no window`);
    react();
    result.opened.push(...this.windows.filter(({ id }) => !before.has(id)));
  }

  #at(place: Point): Thing | undefined {
    const shown = (thing: Thing): Box =>
      thing.scrolls ? { ...thing.box, y: thing.box.y - this.#scrolled } : thing.box;
    return this.things.findLast((thing) => !thing.hidden && contains(shown(thing), place));
  }
}

export const windowOf = (id: string, application: string): Window => ({
  id,
  title: application,
  application,
  pid: 1,
  box: { x: 0, y: 0, ...screen },
  active: true,
  minimized: false,
});

/** What went further than the screen is high left nothing to tell by. */
const inSightBoth = (down: number): number => (Math.abs(down) < screen.height ? down : 0);

const acts = ({ kind }: Action): boolean =>
  kind?.$case !== 'settle' && kind?.$case !== 'observe' && kind?.$case !== 'rehearse';
