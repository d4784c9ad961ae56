// Ids are strings that cannot be mistaken for one another.
declare const brand: unique symbol;
type Id<Name extends string> = string & { readonly [brand]: Name };

export type TaskId = Id<'task'>;
export type StepId = Id<'step'>;
export type DesktopId = Id<'desktop'>;
export type BatchId = Id<'batch'>;
export type FrameId = Id<'frame'>;

/** A fresh id: `task_` and 20 characters that sort by time of making (10 of milliseconds, 10 random), base 32. */
export function freshId<T extends string>(kind: string): T {
  const random = crypto.getRandomValues(new Uint8Array(10));
  const tail = Array.from(random, (byte) => (byte % 32).toString(32)).join('');
  return `${kind}_${Date.now().toString(32).padStart(10, '0')}${tail}` as T;
}
