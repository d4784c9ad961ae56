import {
  BrowserKeys,
  type Hands,
  KarnaError,
  type ScreenEvent,
  type ScreenOffThread,
  watchScreenOffThread,
} from '@karna/client';
import ScreenWorker from '@karna/client/screen-worker?worker';
import {
  type KeyboardEvent,
  type PointerEvent,
  useCallback,
  useEffect,
  useRef,
  useState,
  type WheelEvent,
} from 'react';
import { Button, ToggleButton } from 'react-aria-components';
import { escapeTwice } from '../domain/halting.ts';
import { useConnection } from '../session/connection.tsx';
import { t } from '../strings.en.ts';
import { ErrorNote } from './error-note.tsx';
import { Pointer } from './screen-pointer.ts';
import { useWork } from './use-work.ts';

export interface LivePictureProps {
  readonly desktopId: string;
  readonly name: string;
  readonly isOnline: boolean;
}

interface Seen {
  readonly state: Extract<ScreenEvent, { kind: 'state' }>['state'];
  readonly hands: Hands | undefined;
  readonly isVeiled: boolean;
}

const nothingSeen: Seen = { state: 'connecting', hands: undefined, isVeiled: false };
const buttons = ['left', 'middle', 'right'] as const;
/** A wheel turns by so much (CSS px) for one click of a desktop's wheel. */
const clickPx = 100;

/** The desktop as it is now, painted in a worker; and hands on it for whoever takes them. */
export function LivePicture({ desktopId, name, isOnline }: LivePictureProps) {
  const { token } = useConnection();
  const frame = useRef<HTMLDivElement>(null);
  const screen = useRef<ScreenOffThread>(undefined);
  const pointer = useRef<Pointer>(undefined);
  const size = useRef({ width: 0, height: 0 });
  const [seen, setSeen] = useState<Seen>(nothingSeen);
  const [error, setError] = useState<unknown>();
  const [isFull, setFull] = useState(false);
  const work = useWork();
  const isMine = seen.hands?.mine ?? false;

  useEffect(() => {
    const place = frame.current;
    if (!isOnline || !place) return;
    const leaving = new AbortController();
    const { signal } = leaving;
    // A canvas can be given to a worker once only: each watch has its own.
    const canvas = document.createElement('canvas');
    canvas.setAttribute('role', 'img');
    canvas.setAttribute('aria-label', t.desk.picture(name));
    place.append(canvas);
    const drawn = new Pointer(place, canvas);
    pointer.current = drawn;
    setSeen(nothingSeen);
    setError(undefined);
    const onEvent = (event: ScreenEvent) => {
      if (signal.aborted) return;
      if (event.kind === 'resized') size.current = event;
      if (event.kind === 'pointer') drawn.take(event.at, event.shape, size.current);
      if (event.kind === 'refused') setError(event.error);
      if (event.kind === 'painted') {
        setSeen((before) => (before.isVeiled === event.veiled ? before : { ...before, isVeiled: event.veiled }));
      }
      if (event.kind === 'hands') setSeen((before) => ({ ...before, hands: event.hands }));
      if (event.kind === 'state') {
        setSeen((before) => ({ ...before, state: event.state }));
        if (event.state === 'closed') setError(event.error);
        if (event.state === 'live') setError(undefined);
      }
    };
    const access = { url: location.origin, token };
    const offscreen = canvas.transferControlToOffscreen();
    watchScreenOffThread({
      worker: new ScreenWorker(),
      access,
      desktop: desktopId,
      canvas: offscreen,
      onEvent,
      signal,
    }).then(
      (open) => {
        if (signal.aborted) return open.close();
        screen.current = open;
      },
      (thrown: unknown) => !signal.aborted && setError(thrown),
    );
    return () => {
      leaving.abort();
      screen.current = undefined;
      drawn.close();
      canvas.remove();
    };
  }, [desktopId, isOnline, name, token]);

  const giveBack = () => void work.start(async () => screen.current?.giveBackHands());
  const toggleHands = () =>
    void work.start(async () => {
      const open = screen.current;
      if (!open) throw new KarnaError('service.unavailable', t.desk.starting);
      if (isMine) await open.giveBackHands();
      else await open.takeHands();
      frame.current?.focus();
    });
  return (
    <section className="live" aria-label={t.desk.picture(name)}>
      <HandsOn isMine={isMine} onGiveBack={giveBack} screen={screen} size={size} frame={frame} isFull={isFull}>
        {!isOnline && <p className="empty">{t.desk.away}</p>}
        {isOnline && (seen.state === 'connecting' || seen.state === 'catching-up') && (
          <p className="empty over">{t.desk.starting}</p>
        )}
      </HandsOn>
      <div className="row between">
        <span className="row">
          <span className={`badge ${isOnline && seen.state === 'live' ? 'good' : 'quiet'}`}>
            {isOnline ? t.desk.screenState[seen.state] : t.desktop.offline}
          </span>
          {seen.isVeiled && isOnline && <span className="muted">{t.desk.veiled}</span>}
          {seen.hands && seen.hands.principal !== '' && !isMine && (
            <span className="badge asks">{t.desk.handsOf(seen.hands.principal)}</span>
          )}
        </span>
        <div className="row">
          <ToggleButton isSelected={isMine} onChange={toggleHands} isDisabled={!isOnline || work.isBusy}>
            {isMine ? t.desk.giveBack : t.desk.takeHands}
          </ToggleButton>
          <ToggleButton isSelected={isFull} onChange={setFull}>
            {t.desk.full}
          </ToggleButton>
          <Button onPress={() => void frame.current?.requestFullscreen().catch(() => {})}>{t.desk.fullScreen}</Button>
        </div>
      </div>
      {isMine && <p className="muted">{t.desk.handsNote}</p>}
      {work.error !== undefined && <ErrorNote error={work.error} />}
      {error !== undefined && isOnline && <ErrorNote error={error} />}
    </section>
  );
}

interface HandsOnProps {
  readonly isMine: boolean;
  readonly isFull: boolean;
  readonly onGiveBack: () => void;
  readonly screen: { readonly current: ScreenOffThread | undefined };
  readonly size: { readonly current: { readonly width: number; readonly height: number } };
  readonly frame: React.RefObject<HTMLDivElement | null>;
  readonly children: React.ReactNode;
}

/** The place of the picture; while the hands are ours, what is done on it is done on the desktop. */
function HandsOn({ isMine, isFull, onGiveBack, screen, size, frame, children }: HandsOnProps) {
  const keys = useRef(new BrowserKeys());
  const turned = useRef({ x: 0, y: 0 });
  const [isSecondEscape] = useState(escapeTwice);

  const letGo = useCallback(() => {
    keys.current.forget();
    screen.current?.letGo();
  }, [screen]);
  useEffect(() => {
    if (!isMine) return;
    addEventListener('blur', letGo);
    document.addEventListener('visibilitychange', letGo);
    return () => {
      removeEventListener('blur', letGo);
      document.removeEventListener('visibilitychange', letGo);
      letGo();
    };
  }, [isMine, letGo]);

  const placeOf = ({ clientX, clientY }: PointerEvent | WheelEvent) => {
    const {
      left = 0,
      top = 0,
      width = 1,
      height = 1,
    } = frame.current?.querySelector('canvas')?.getBoundingClientRect() ?? {};
    const inside = (value: number, most: number) => Math.min(Math.max(Math.round(value), 0), Math.max(0, most - 1));
    return {
      x: inside(((clientX - left) / width) * size.current.width, size.current.width),
      y: inside(((clientY - top) / height) * size.current.height, size.current.height),
    };
  };
  const onKey = (event: KeyboardEvent, isDown: boolean) => {
    if (!isMine) return;
    // The way out for those who have no pointer.
    if (isDown && event.key === 'Escape' && !event.repeat && isSecondEscape(event.timeStamp)) onGiveBack();
    const key = isDown ? keys.current.down(event) : keys.current.up(event);
    if (key) screen.current?.key(key, isDown);
    event.preventDefault();
  };
  const onButton = (event: PointerEvent, isDown: boolean) => {
    const button = buttons[event.button];
    if (!isMine || !button) return;
    if (isDown) event.currentTarget.setPointerCapture(event.pointerId);
    screen.current?.button(button, isDown, placeOf(event));
  };
  const onWheel = (event: WheelEvent) => {
    if (!isMine) return;
    turned.current = { x: turned.current.x + event.deltaX / clickPx, y: turned.current.y + event.deltaY / clickPx };
    const [right, down] = [Math.trunc(turned.current.x), Math.trunc(turned.current.y)];
    turned.current = { x: turned.current.x - right, y: turned.current.y - down };
    if (right !== 0 || down !== 0) screen.current?.wheel(right, down, placeOf(event));
  };
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: it is the desktop itself while the hands are here
    <div
      ref={frame}
      className={`screen${isFull ? ' full' : ''}${isMine ? ' mine' : ''}`}
      tabIndex={isMine || isFull ? 0 : -1}
      onPointerMove={(event) => isMine && screen.current?.move(placeOf(event))}
      onPointerDown={(event) => onButton(event, true)}
      onPointerUp={(event) => onButton(event, false)}
      onContextMenu={(event) => isMine && event.preventDefault()}
      onWheel={onWheel}
      onKeyDown={(event) => onKey(event, true)}
      onKeyUp={(event) => onKey(event, false)}
      onBlur={letGo}
    >
      {children}
    </div>
  );
}
