import { useEffect, useRef, useState } from 'react';
import { Button, ToggleButton } from 'react-aria-components';
import { useClient } from '../session/connection.tsx';
import { t } from '../strings.en.ts';
import { ErrorNote } from './error-note.tsx';
import { useNow } from './use-now.ts';

/** Between one picture and asking for the next (ms). */
const restMs = 1_000;
/** After one that failed (ms). */
const againMs = 3_000;
/** Older than this (ms) a picture says its age. */
const oldMs = 5_000;

interface Shot {
  readonly address: string;
  readonly width: number;
  readonly at: number;
}

/** The desktop as it is now, a picture about every second, only while somebody can see it. */
export function LivePicture({
  desktopId,
  name,
  isOnline,
}: {
  readonly desktopId: string;
  readonly name: string;
  readonly isOnline: boolean;
}) {
  const client = useClient();
  const [shot, setShot] = useState<Shot>();
  const [error, setError] = useState<unknown>();
  const [isFull, setFull] = useState(false);
  const frame = useRef<HTMLDivElement>(null);
  const now = useNow(1_000);

  useEffect(() => {
    if (!isOnline) return;
    const leaving = new AbortController();
    const { signal } = leaving;
    let last: string | undefined;
    const look = async (): Promise<void> => {
      while (!signal.aborted) {
        let waitMs = restMs;
        if (!document.hidden) {
          try {
            const { picture, width } = await client.screenshot(desktopId, { signal });
            const { data, mediaType } = await client.blob(picture, { signal });
            const address = URL.createObjectURL(new Blob([data], { type: mediaType }));
            if (last) URL.revokeObjectURL(last);
            last = address;
            setShot({ address, width, at: Date.now() });
            setError(undefined);
          } catch (thrown) {
            if (signal.aborted) return;
            setError(thrown);
            waitMs = againMs;
          }
        }
        await new Promise((resolve) => setTimeout(resolve, waitMs));
      }
    };
    void look();
    return () => {
      leaving.abort();
      if (last) URL.revokeObjectURL(last);
      setShot(undefined);
    };
  }, [client, desktopId, isOnline]);

  const ageMs = shot ? now.getTime() - shot.at : 0;
  return (
    <section className="live" aria-label={t.desk.picture(name)}>
      <div className={isFull ? 'screen full' : 'screen'} ref={frame}>
        {!isOnline && <p className="empty">{t.desk.away}</p>}
        {isOnline && !shot && error === undefined && <p className="empty">{t.desk.starting}</p>}
        {shot && isOnline && (
          <img src={shot.address} alt={t.desk.picture(name)} width={isFull ? shot.width : undefined} />
        )}
      </div>
      <div className="row between">
        <span className={`badge ${isOnline && shot && ageMs < oldMs ? 'good' : 'quiet'}`}>
          {isOnline && shot && (ageMs < oldMs ? t.desk.live : t.desk.stale(Math.round(ageMs / 1_000)))}
          {!isOnline && t.desktop.offline}
        </span>
        <div className="row">
          <ToggleButton isSelected={isFull} onChange={setFull}>
            {t.desk.full}
          </ToggleButton>
          <Button onPress={() => void frame.current?.requestFullscreen().catch(() => {})}>{t.desk.fullScreen}</Button>
        </div>
      </div>
      {error !== undefined && isOnline && <ErrorNote error={error} />}
    </section>
  );
}
