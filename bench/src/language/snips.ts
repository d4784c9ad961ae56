import { readFileSync } from 'node:fs';
import type { MarkedExample, Span } from '@karna/language/learning';
import { z } from 'zod';

const wish = z.object({ data: z.array(z.object({ text: z.string(), entity: z.string().optional() })) });
const layout = z.record(z.string(), z.array(wish));

/** Reads a file in the layout of SNIPS: `{"GetWeather":[{"data":[{"text":"in "},{"text":"Rome","entity":"city"}]}]}`. */
export function readMarked(file: string): MarkedExample[] {
  const parsed = layout.safeParse(JSON.parse(readFileSync(file, 'utf8')));
  if (!parsed.success) throw new Error(`${file} is not in the layout of SNIPS\n${z.prettifyError(parsed.error)}`);
  return Object.entries(parsed.data).flatMap(([label, wishes]) => wishes.map(({ data }) => markedOf(label, data)));
}

function markedOf(label: string, pieces: z.output<typeof wish>['data']): MarkedExample {
  let text = '';
  const spans: Span[] = [];
  for (const piece of pieces) {
    const start = text.length + piece.text.length - piece.text.trimStart().length;
    const end = text.length + piece.text.trimEnd().length;
    text += piece.text;
    if (piece.entity !== undefined && end > start) spans.push({ slot: piece.entity, start, end });
  }
  return { text, label, spans };
}
