/**
 * Every attribute that a span may carry: ids, counts and words of closed lists. What was said, typed or seen never stands here:
 * spans leave the machine, and whoever reads them need not be whoever works at the desktop.
 */
export const spanAttributes = [
  'karna.batch.actions',
  'karna.batch.id',
  'karna.desktop.id',
  'karna.request.id',
  'karna.step.id',
  'karna.step.verb',
  'karna.task.id',
] as const;

export type SpanAttributes = Readonly<Partial<Record<(typeof spanAttributes)[number], string | number>>>;
