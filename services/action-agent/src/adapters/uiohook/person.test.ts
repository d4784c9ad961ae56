import { DomainError } from '@karna/common/errors';
import { quiet } from '@karna/common/log';
import { unknownCharacter } from '@karna/proto/keys';
import { beforeEach, describe, expect, it } from 'vitest';
import type { PersonEvent } from '../../ports.ts';
import type { HookInput } from './hearing.ts';
import type { Hook, HookListener } from './hook-process.ts';
import type { Injected } from './own-input.ts';
import { UiohookPerson } from './person.ts';
import type { Typing } from './reading-keys.ts';

const none = { control: false, alt: false, shift: false, meta: false, timeMs: 0 };
const [a, escapeKey, r] = [0x1e, 0x01, 0x13];
const down = (code: number, held: Partial<typeof none> = {}): HookInput => ({
  kind: 'key',
  code,
  isDown: true,
  ...none,
  ...held,
});
const click = (x: number, y: number): HookInput => ({ kind: 'button', button: 2, isDown: true, x, y, ...none });

/** A hook that hears what the test says. */
class MemoryHook implements Hook {
  readonly listeners = new Set<HookListener>();
  begun = 0;
  refusal: DomainError | undefined;

  async listen(listener: HookListener) {
    this.begun += 1;
    if (this.refusal) throw this.refusal;
    this.listeners.add(listener);
    return { pid: undefined, close: async () => void this.listeners.delete(listener) };
  }

  say(...inputs: readonly HookInput[]): void {
    for (const input of inputs) for (const { heard } of this.listeners) heard(input);
  }

  die(): void {
    const listeners = [...this.listeners];
    this.listeners.clear();
    for (const { lost } of listeners) lost(new DomainError('action.failed', 'it died'));
  }
}

const turns = async () => {
  for (let turn = 0; turn < 20; turn++) await Promise.resolve();
};

let hook: MemoryHook;
let typing: () => Promise<Typing | undefined>;
let inject: (what: readonly Injected[]) => () => void;
let person: UiohookPerson;
let events: PersonEvent[];
let places: DomainError | undefined;
const hear = (event: PersonEvent) => void events.push(event);

const open = () =>
  new UiohookPerson({
    hook,
    injecting: {
      observe: (observer) => {
        inject = observer;
        return () => {};
      },
    },
    platform: 'win32',
    log: quiet,
    readTyping: () => typing(),
    checkPlaces: async () => {
      if (places) throw places;
    },
  });

beforeEach(() => {
  hook = new MemoryHook();
  typing = async () => ({ isUs: true, isLocked: false });
  events = [];
  places = undefined;
  person = open();
});

describe('who watches', () => {
  it('hears what the person does, and not what is done in our name', async () => {
    await person.watch(hear);
    inject([{ kind: 'key', isDown: true, count: 1 }])();
    hook.say(down(a), down(0x30, { shift: true }), click(10, 20));
    expect(events).toMatchObject([
      { kind: 'key', key: 'B', modifiers: ['Shift'] },
      { kind: 'button', button: 'right', at: { x: 10, y: 20 } },
    ]);
  });

  it('is refused where places cannot be told, before anything is heard', async () => {
    places = new DomainError('action.unsupported', 'two monitors');
    await expect(person.watch(hear)).rejects.toBe(places);
    expect(hook.begun).toBe(0);
  });

  it('hears of the wheel when it has turned one click', async () => {
    await person.watch(hear);
    const turned = { kind: 'wheel' as const, right: 0, x: 1, y: 1, ...none };
    hook.say({ ...turned, down: 0 }, { ...turned, down: -1 });
    expect(events).toMatchObject([{ kind: 'wheel', right: 0, down: -1 }]);
  });

  it('hears characters that cannot be told from when the layout may be another until it is known', async () => {
    await person.watch(hear);
    const { promise, resolve } = Promise.withResolvers<Typing>();
    typing = () => promise;
    hook.say(down(a), down(0x39, { meta: true }), down(a));
    resolve({ isUs: true, isLocked: true });
    await turns();
    hook.say(down(a));
    const typed = events.flatMap((event) => (event.kind === 'key' ? [event.key] : []));
    expect(typed).toEqual(['a', 'Space', unknownCharacter, 'A']);
  });

  it('hears no character where the layout is not told', async () => {
    typing = async () => {
      throw new Error('no such program');
    };
    await person.watch(hear);
    hook.say(down(a));
    expect(events).toMatchObject([{ key: unknownCharacter }]);
  });

  it('is told once that no more is heard', async () => {
    const errors: DomainError[] = [];
    await person.watch(hear, (error) => void errors.push(error));
    hook.die();
    await turns();
    expect(errors).toMatchObject([{ code: 'action.failed' }]);
    expect(hook.listeners.size).toBe(0);
  });

  it('learns why there is nothing to hear, and can try again', async () => {
    hook.refusal = new DomainError('action.unsupported', 'allow it');
    await expect(person.watch(hear)).rejects.toMatchObject({ code: 'action.unsupported', message: 'allow it' });
    hook.refusal = undefined;
    await person.watch(hear);
    hook.say(down(a));
    expect(events).toHaveLength(1);
  });

  it('does not hear of the hotkeys', async () => {
    await person.watch(hear);
    hook.say(down(escapeKey, { control: true, alt: true }), down(r, { control: true, alt: true }));
    expect(events).toEqual([]);
  });
});

describe('the hook', () => {
  it('runs only while somebody wants to hear', async () => {
    expect(hook.begun).toBe(0);
    const watch = await person.watch(hear);
    const forget = person.onInput(() => {});
    await turns();
    expect([hook.begun, hook.listeners.size]).toEqual([1, 1]);
    await watch.close();
    expect(hook.listeners.size).toBe(1);
    forget();
    await turns();
    expect(hook.listeners.size).toBe(0);
  });

  it('is begun again for who waits for a sign of the person, a few times', async () => {
    let signs = 0;
    person.onInput(() => signs++);
    await turns();
    hook.die();
    await turns();
    hook.say(down(a), { ...down(a), isDown: false } as HookInput, { kind: 'motion', timeMs: 0 });
    expect(signs).toBe(2);
    for (let deaths = 0; deaths < 10; deaths++) {
      hook.die();
      await turns();
    }
    expect(hook.begun).toBe(6);
  });
});

it('hears the hotkeys by their places, on every layout, once for each time', async () => {
  const pressed: string[] = [];
  person.hotkey('halt').onPressed(() => pressed.push('halt'));
  person.hotkey('teach').onPressed(() => pressed.push('teach'));
  await turns();
  const chord = { control: true, alt: true };
  const at = (timeMs: number) => ({ ...chord, timeMs });
  hook.say(down(escapeKey), down(escapeKey, at(1_000)), down(r, at(1_000)), down(r, at(1_500)), down(r, at(1_540)));
  expect(pressed).toEqual(['halt', 'teach']);
  hook.say(down(r, at(9_000)));
  expect(pressed).toEqual(['halt', 'teach', 'teach']);
});
