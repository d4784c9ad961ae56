import { DomainError } from '@karna/common/errors';
import { freshId } from '@karna/proto/ids';
import { clipped } from '../../domain/geometry.ts';
import type {
  Applications,
  Box,
  Clipboard,
  Desktop,
  FrameId,
  LaunchTarget,
  OnTheWay,
  RawFrame,
  Rest,
  Screen,
  Windows,
} from '../../ports.ts';
import { followByLooking } from '../following.ts';
import { type Board, Hands } from './hands.ts';
import { MemoryPerson } from './person.ts';
import { Scene, type SceneWindow } from './scene.ts';

export interface MemoryDesktop extends Desktop {
  readonly scene: Scene;
  /** The person at the desktop. */
  readonly person: MemoryPerson;
  /** Lets a test be the person at the desktop. */
  actAsPerson(): void;
}

export interface MemoryDesktopOptions {
  readonly width?: number;
  readonly height?: number;
  /** Names of the programs that can be launched; each opens a window with one text field. */
  readonly programs?: readonly string[];
}

/** A simulated desktop that keeps the promises of the ports without any display. */
export function openMemoryDesktop(options: MemoryDesktopOptions = {}): MemoryDesktop {
  const { width = 640, height = 480, programs = ['Calculator', 'Text Editor', 'Web Browser'] } = options;
  const scene = new Scene(width, height);
  const clipboard: Board = { text: '', fetches: 0 };
  const hands = new Hands(scene, clipboard);
  const person = new MemoryPerson(hands);
  const gone = new AbortController();
  return {
    backend: 'memory',
    scene,
    person,
    personWatch: person,
    actAsPerson: () => hands.actAsPerson(),
    screen: memoryScreen(scene, hands),
    pointer: hands,
    keyboard: hands.keyboard,
    clipboard: memoryClipboard(clipboard),
    windows: memoryWindows(scene),
    applications: memoryApplications(scene, programs),
    haltKey: hands.haltKey,
    teachKey: hands.teachKey,
    personInput: hands,
    remote: { pointer: hands, keyboard: hands.keyboard },
    gone: gone.signal,
    releaseAll: async () => hands.releaseAll(),
    close: async () => gone.abort(new DomainError('action.failed', 'the desktop is closed')),
  };
}

function memoryScreen(scene: Scene, hands: Hands): Screen {
  const whole: Box = { x: 0, y: 0, width: scene.width, height: scene.height };
  const screen: Screen = {
    capture: async () => cut(scene, whole),
    captureRegion: async (wanted) => {
      const box = clipped(wanted, whole);
      if (!box) throw new DomainError('capture.failed', 'no part of the region lies on the desktop');
      return cut(scene, box);
    },
    quietFor: (quietMs, limitMs, signal, onTheWay) => quietFor(scene, { quietMs, limitMs, onTheWay }, signal),
    displays: async () => [{ id: 'memory', box: whole, primary: true }],
    pointerPosition: async () => hands.position,
    follow: async (changed) => followByLooking(screen, scene.onChange(changed)),
  };
  return screen;
}

function cut(scene: Scene, box: Box): RawFrame {
  const { x, y, width, height } = box;
  const pixels = new Uint8Array(width * height * 4);
  for (let row = 0; row < height; row++) {
    const start = ((y + row) * scene.width + x) * 4;
    pixels.set(scene.pixels.subarray(start, start + width * 4), row * width * 4);
  }
  const capturedElapsedMs = performance.now();
  return {
    id: freshId<FrameId>('frame'),
    box,
    width,
    height,
    stride: width * 4,
    pixels,
    capturedAt: new Date(),
    capturedElapsedMs,
  };
}

function quietFor(
  scene: Scene,
  { quietMs, limitMs, onTheWay }: { quietMs: number; limitMs: number; onTheWay: OnTheWay | undefined },
  signal: AbortSignal,
): Promise<Rest> {
  const start = performance.now();
  let changes = { firstChangeMs: 0, changedMs: 0 };
  return new Promise((resolve, reject) => {
    const finish = (settle: () => void) => {
      clearTimeout(quiet);
      clearTimeout(told);
      clearTimeout(limit);
      unhear();
      signal.removeEventListener('abort', abort);
      settle();
    };
    const abort = () => finish(() => reject(signal.reason));
    const calm = () => finish(() => resolve({ restless: false, ...changes }));
    const tell = () => onTheWay && setTimeout(onTheWay.calm, onTheWay.afterMs);
    let quiet = setTimeout(calm, quietMs);
    let told = tell();
    const limit = setTimeout(() => finish(() => resolve({ restless: true, ...changes })), limitMs);
    const unhear = scene.onChange(() => {
      const changedMs = performance.now() - start;
      changes = { firstChangeMs: changes.firstChangeMs || changedMs, changedMs };
      clearTimeout(quiet);
      clearTimeout(told);
      quiet = setTimeout(calm, quietMs);
      told = tell();
    });
    signal.addEventListener('abort', abort);
    if (signal.aborted) abort();
  });
}

function memoryClipboard(board: Board): Clipboard {
  return {
    read: async () => {
      board.fetches++;
      return board.text;
    },
    write: async (text) => {
      board.text = text;
    },
    borrow: async (text, work) => {
      const { text: former, fetches } = board;
      board.text = text;
      try {
        const result = await work();
        if (board.fetches > fetches) return result;
        throw new DomainError('action.failed', 'no application took the text that was pasted');
      } finally {
        board.text = former;
      }
    },
  };
}

function memoryWindows(scene: Scene): Windows {
  const find = (id: string): SceneWindow => {
    const window = scene.windows.find((known) => known.id === id);
    if (!window) throw new DomainError('window.not_found', 'the window is no longer there');
    return window;
  };
  return {
    list: async () =>
      scene.windows.map((window) => ({
        id: window.id,
        title: window.title,
        application: window.application,
        pid: window.pid,
        box: window.box,
        active: window === scene.active,
        minimized: window.isMinimized,
      })),
    popups: async () => [],
    focus: async (id) => scene.activate(find(id)),
    minimize: async (id) => scene.minimize(find(id)),
    close: async (id) => scene.remove(find(id)),
  };
}

function memoryApplications(scene: Scene, programs: readonly string[]): Applications {
  const launched = new Set<SceneWindow>();
  const open = (application: string) => {
    const step = (scene.windows.length % 5) * 24;
    const box = { x: 40 + step, y: 40 + step, width: 320, height: 240 };
    const window = scene.add(application, application, box, [{ x: 10, y: 10, width: 300, height: 60 }]);
    launched.add(window);
    return { pid: window.pid, application, ended: () => undefined };
  };
  return {
    launch: async (what: LaunchTarget) => {
      const wanted = what.$case === 'address' ? 'browser' : what.value.trim().toLowerCase();
      const found = programs.find((program) => program.toLowerCase().includes(wanted));
      if (wanted !== '' && found) return open(found);
      throw new DomainError('app.not_found', 'no program of that name is installed');
    },
    endAll: async () => {
      for (const window of launched) if (scene.windows.includes(window)) scene.remove(window);
      launched.clear();
    },
  };
}
