// The other thread of `watchScreenOffThread`: receives, decodes and paints. Started as a module worker.
import { LiveScreen, type ScreenEvent } from './live-screen.ts';
import { type FromWorker, type ToWorker, troubleOf } from './off-thread.ts';

/** What is used of a worker's global scope, which the page's types do not know. */
interface Scope {
  postMessage(message: FromWorker): void;
  addEventListener(type: 'message', listener: (event: MessageEvent<ToWorker>) => void): void;
}

const scope = globalThis as unknown as Scope;
let screen: LiveScreen | undefined;
/** Told to close before it was open. */
let isClosed = false;

scope.addEventListener('message', ({ data }) => {
  if (data.kind === 'watch') void watch(data);
  else if (data.kind === 'do') void perform(data);
  else {
    isClosed = true;
    screen?.close();
  }
});

async function watch({ access, desktop, canvas }: Extract<ToWorker, { kind: 'watch' }>): Promise<void> {
  try {
    const open = await LiveScreen.open(access, { desktop });
    screen = open;
    // From here on nothing waits, so that nothing is painted before it is listened to.
    open.listen((event) => {
      if (event.kind === 'painted' || event.kind === 'resized') paint(open, canvas, event);
      scope.postMessage({ kind: 'event', event: plain(event) });
    });
    scope.postMessage({ kind: 'open' });
    if (isClosed) open.close();
  } catch (error) {
    scope.postMessage({ kind: 'failed', error: troubleOf(error) });
  }
}

function paint({ picture }: LiveScreen, canvas: OffscreenCanvas, event: ScreenEvent): void {
  const { width, height, data } = picture;
  if (canvas.width !== width || canvas.height !== height) Object.assign(canvas, { width, height });
  const context = canvas.getContext('2d', { alpha: false });
  const image = new ImageData(data, width, height); // a view, not a copy
  const boxes = event.kind === 'painted' ? event.boxes : [{ x: 0, y: 0, width, height }];
  for (const box of boxes) context?.putImageData(image, 0, 0, box.x, box.y, box.width, box.height);
}

async function perform({ id, deed, args }: Extract<ToWorker, { kind: 'do' }>): Promise<void> {
  try {
    const work = screen?.[deed] as ((...given: readonly unknown[]) => unknown) | undefined;
    const value = await work?.apply(screen, [...args]);
    if (id !== 0) scope.postMessage({ kind: 'done', id, value, error: undefined });
  } catch (error) {
    scope.postMessage({ kind: 'done', id, value: undefined, error: troubleOf(error) });
  }
}

function plain(event: ScreenEvent): Extract<FromWorker, { kind: 'event' }>['event'] {
  if (event.kind === 'refused') return { ...event, error: troubleOf(event.error) };
  if (event.kind === 'state') return { ...event, error: event.error && troubleOf(event.error) };
  return event;
}
