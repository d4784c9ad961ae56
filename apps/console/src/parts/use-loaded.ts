import { useCallback, useEffect, useRef, useState } from 'react';

export interface Loaded<T> {
  /** The last that came; kept while it is loaded anew. */
  readonly value: T | undefined;
  readonly error: unknown;
  readonly isLoading: boolean;
  readonly reload: () => void;
}

/** Loads something for as long as the component is there; again when what it depends on changes, or when asked. */
export function useLoaded<T>(load: (signal: AbortSignal) => Promise<T>, key: string): Loaded<T> {
  const [state, setState] = useState<{
    readonly key: string;
    readonly value?: T;
    readonly error?: unknown;
    readonly isLoading: boolean;
  }>({
    key,
    isLoading: true,
  });
  const [turn, setTurn] = useState(0);
  const loader = useRef(load);
  loader.current = load;
  // biome-ignore lint/correctness/useExhaustiveDependencies: `turn` is how it is asked for again
  useEffect(() => {
    const leaving = new AbortController();
    setState((before) => (before.key === key ? { ...before, isLoading: true } : { key, isLoading: true }));
    loader.current(leaving.signal).then(
      (value) => !leaving.signal.aborted && setState({ key, value, isLoading: false }),
      (error: unknown) =>
        !leaving.signal.aborted && setState((before) => ({ ...before, key, error, isLoading: false })),
    );
    return () => leaving.abort();
  }, [key, turn]);
  const reload = useCallback(() => setTurn((before) => before + 1), []);
  return {
    value: state.key === key ? state.value : undefined,
    error: state.key === key ? state.error : undefined,
    isLoading: state.isLoading || state.key !== key,
    reload,
  };
}
