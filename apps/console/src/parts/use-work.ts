import { useCallback, useEffect, useRef, useState } from 'react';

export interface Work {
  readonly isBusy: boolean;
  readonly error: unknown;
  /** Does one thing at a time; resolves with undefined when it failed or was cancelled, and the error is shown. */
  readonly start: <T>(what: (signal: AbortSignal) => Promise<T>) => Promise<T | undefined>;
  readonly cancel: () => void;
  readonly forget: () => void;
}

/** Something that a person set going: busy, cancellable, and its error kept for showing. */
export function useWork(): Work {
  const [isBusy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>();
  const going = useRef<AbortController>(undefined);
  useEffect(() => () => going.current?.abort(), []);
  const cancel = useCallback(() => {
    going.current?.abort();
    going.current = undefined;
    setBusy(false);
  }, []);
  const start = useCallback(async <T>(what: (signal: AbortSignal) => Promise<T>): Promise<T | undefined> => {
    going.current?.abort();
    const mine = new AbortController();
    going.current = mine;
    setBusy(true);
    setError(undefined);
    try {
      return await what(mine.signal);
    } catch (thrown) {
      if (!mine.signal.aborted) setError(thrown);
      return undefined;
    } finally {
      if (going.current === mine) setBusy(false);
    }
  }, []);
  const forget = useCallback(() => setError(undefined), []);
  return { isBusy, error, start, cancel, forget };
}
