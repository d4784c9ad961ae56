/** One line of a metric: its full name, its labels and its value. */
export interface Sample {
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly value: number;
}

const labelled = String.raw`[a-zA-Z_]\w*="(?:[^"\\\n]|\\["\\n])*"`;
const sampleLine = new RegExp(String.raw`^([a-zA-Z_:][\w:]*)(?:\{(${labelled}(?:,${labelled})*)?,?\})? (\S+)( \d+)?$`);
const typeLine = /^# TYPE ([a-zA-Z_:][\w:]*) (counter|gauge|histogram|summary|untyped)$/;
const helpLine = /^# HELP [a-zA-Z_:][\w:]* .*$/;

/**
 * Reads Prometheus's text format and rejects what Prometheus would: a line of no known form, a value that is no number, a
 * sample of an undeclared metric, the same sample twice. https://prometheus.io/docs/instrumenting/exposition_formats/
 */
export function parseExposition(text: string): Sample[] {
  if (!text.endsWith('\n')) throw new Error('the last line does not end');
  const types = new Map<string, string>();
  const seen = new Set<string>();
  const samples: Sample[] = [];
  for (const line of text.split('\n')) {
    const [, declared, type] = typeLine.exec(line) ?? [];
    if (declared && type) types.set(declared, type);
    if (line === '' || declared || helpLine.test(line)) continue;
    const sample = sampleOf(line);
    if (!isDeclared(sample.name, types)) throw new Error(`no TYPE before: ${line}`);
    const series = line.slice(0, line.lastIndexOf(' '));
    if (seen.has(series)) throw new Error(`twice: ${series}`);
    seen.add(series);
    samples.push(sample);
  }
  return samples;
}

function sampleOf(line: string): Sample {
  const [, name, labels = '', written] = sampleLine.exec(line) ?? [];
  if (!name || !written) throw new Error(`not a sample: ${line}`);
  const value = numberOf(written);
  if (Number.isNaN(value) && written !== 'NaN') throw new Error(`not a number: ${line}`);
  const pairs = [...labels.matchAll(new RegExp(labelled, 'g'))].map(([pair]) => {
    const equals = pair.indexOf('=');
    return [pair.slice(0, equals), pair.slice(equals + 2, -1)] as const;
  });
  return { name, labels: Object.fromEntries(pairs), value };
}

const numberOf = (written: string): number => Number(written.replace(/^([+-]?)Inf$/, '$1Infinity'));

const isDeclared = (name: string, types: ReadonlyMap<string, string>): boolean =>
  types.has(name) || ['histogram', 'summary'].includes(types.get(name.replace(/_(bucket|sum|count)$/, '')) ?? '');
