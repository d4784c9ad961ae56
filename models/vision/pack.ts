// Writes a model pack's manifest: `node pack.ts FOLDER VERSION`. The folder holds screen.onnx, reader.onnx and, beside each, NAME.json with
// what its training knows of it (classes, groups, alphabet, parameters, figures).
import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const [folder, version] = process.argv.slice(2);
if (!folder || !version) throw new Error('usage: node pack.ts FOLDER VERSION');

const kept = ['about', 'parameters', 'opset', 'classes', 'groups', 'alphabet', 'figures'];

function entry(name: string): object {
  const file = `${name}.onnx`;
  const bytes = readFileSync(join(folder as string, file));
  const known = JSON.parse(readFileSync(join(folder as string, `${name}.json`), 'utf8')) as Record<string, unknown>;
  const facts = Object.fromEntries(kept.filter((key) => key in known).map((key) => [key, known[key]]));
  return { file, sha256: createHash('sha256').update(bytes).digest('hex'), bytes: bytes.length, ...facts };
}

const manifest = {
  format: 2,
  name: 'karna',
  version,
  licence: 'Apache-2.0',
  provenance:
    'Trained for Karna from scratch on pages and windows rendered by its own generators (models/vision). No third-party weights or pictures.',
  models: { screen: entry('screen'), reader: entry('reader') },
};
writeFileSync(join(folder, 'manifest.json'), `${JSON.stringify(manifest, undefined, 2)}\n`);
