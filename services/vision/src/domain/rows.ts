import type { TargetQuery } from '@karna/proto/gen/target/v1/target';
import { exactLikeness, likeness } from './likeness.ts';
import type { Element } from './screen.ts';
import type { Scene } from './tree/scene.ts';

/** A row with how well something in it answers to the name that was asked for. */
export interface NamedRow {
  readonly row: Element;
  /** 0..1. */
  readonly score: number;
}

/** "Ada's row": rows have no name, but what stands in them does. */
export function rowsNamed({ screen, byId }: Scene, query: TargetQuery): NamedRow[] {
  const compare = query.exact ? exactLikeness : likeness;
  const best = new Map<Element, number>();
  for (const element of screen.elements) {
    const row = rowAbove(element, byId);
    if (!row) continue;
    const score = Math.max(
      compare(query.text, element.text)?.score ?? 0,
      compare(query.text, element.label)?.score ?? 0,
    );
    if (score > (best.get(row) ?? 0)) best.set(row, score);
  }
  return [...best].map(([row, score]) => ({ row, score }));
}

function rowAbove(element: Element, byId: ReadonlyMap<string, Element>): Element | undefined {
  let above = byId.get(element.parentId);
  while (above && above.role !== 'ROLE_ROW') above = byId.get(above.parentId);
  return above;
}
