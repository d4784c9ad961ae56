import type { TargetQuery } from '@karna/proto/gen/target/v1/target';
import { compatibility } from './compatibility.ts';
import { folded, plain, readingErrors } from './likeness.ts';
import type { Element } from './screen.ts';

const mostSimilar = 5;
const longestName = 80;

/** What the person may have meant, for "did you mean": of fitting role first, then by closeness. */
export function similarNames(query: TargetQuery, elements: readonly Element[]): string[] {
  const asked = folded(query.text);
  if (asked === '') return [];
  const near = elements.flatMap((element) =>
    [element.text, element.label].flatMap((name) => {
      const closeness = name === '' || name.length > longestName ? 0 : closenessOf(asked, folded(name));
      return closeness < 0.45 ? [] : [{ name, rank: closeness + 0.2 * compatibility(query.role, element.role) }];
    }),
  );
  const byName = new Map<string, { name: string; rank: number }>();
  for (const each of near.sort((a, b) => b.rank - a.rank)) {
    if (!byName.has(plain(each.name))) byName.set(plain(each.name), each);
  }
  return [...byName.values()].slice(0, mostSimilar).map(({ name }) => name);
}

/** 0..1: how much of the longer one is right, or that one holds the other. */
function closenessOf(a: string, b: string): number {
  const [short, long] = a.length <= b.length ? [a, b] : [b, a];
  if (short.length === 0) return 0;
  if (short.length >= 3 && long.includes(short)) return 0.6 + (0.4 * short.length) / long.length;
  return 1 - readingErrors(short, long) / long.length;
}
