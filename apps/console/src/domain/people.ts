import type { ConnectedClient, TokenSummary } from '@karna/proto/gen/access/v1/access';

/** One person or program, with everything that lets it in. */
export interface Somebody {
  readonly name: string;
  readonly tokens: readonly TokenSummary[];
  /** Clients of theirs that are connected now: a console and its live picture are one. */
  readonly clients: number;
  readonly lastSeenAt: Date | undefined;
}

export function peopleOf(tokens: readonly TokenSummary[], clients: readonly ConnectedClient[]): readonly Somebody[] {
  const names = [...new Set(tokens.map(({ principal }) => principal))];
  return names.map((name) => {
    const theirs = tokens.filter(({ principal }) => principal === name);
    const seen = theirs.flatMap(({ lastSeenAt }) => (lastSeenAt ? [lastSeenAt] : []));
    const lastSeenAt = seen.reduce<Date | undefined>((last, at) => (last && last > at ? last : at), undefined);
    const connections = clients.filter(({ principal }) => principal === name);
    const controls = connections.filter(({ channel }) => channel === 'control').length;
    return { name, tokens: theirs, lastSeenAt, clients: Math.max(controls, Math.min(1, connections.length)) };
  });
}
