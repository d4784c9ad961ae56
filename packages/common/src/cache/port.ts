/** Remembers for a while. May forget at any time, and never fails: what it cannot answer it does not know. */
export interface Cache {
  /** Whether it answered when it was last asked. */
  readonly isUp: boolean;
  get(key: string): Promise<string | undefined>;
  /** Sets a key that is not there. */
  add(key: string, value: string, ttlMs: number): Promise<void>;
  /** Sets a key in any case. */
  set(key: string, value: string, ttlMs: number): Promise<void>;
}
