// What the documents promise is there: links lead somewhere, every setting and error code is documented, every script exists.
import { existsSync, globSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { root } from './bootstrap/processes.mjs';

const read = (file) => readFileSync(join(root, file), 'utf8');
const faults = [];
const documents = globSync(
  ['*.md', 'docs/**/*.md', '{packages,services,apps}/*/*.md', '{proto,models,bench,infra,integration-tests}/*.md'],
  {
    cwd: root,
    exclude: (path) => /node_modules/.test(path),
  },
);

for (const file of documents) {
  for (const [, target] of read(file).matchAll(/\]\(([^)#\s]+)(?:#[^)]*)?\)/g)) {
    if (/^[a-z]+:/.test(target)) continue;
    if (!existsSync(join(root, dirname(file), target))) faults.push(`${file}: the link to ${target} leads nowhere`);
  }
  for (const [, script] of read(file).matchAll(/\bnpm run ([a-z]+)/g)) {
    if (!JSON.parse(read('package.json')).scripts[script]) faults.push(`${file}: there is no npm run ${script}`);
  }
}

for (const config of globSync('services/*/src/config.ts', { cwd: root })) {
  const readme = join(dirname(config), '..', 'README.md');
  const text = existsSync(join(root, readme)) ? read(readme) : '';
  const settings = [...read(config).matchAll(/^\s+([A-Z][A-Z0-9_]+):/gm)].map(([, name]) => name);
  for (const name of new Set(settings))
    if (!text.includes(name)) faults.push(`${readme}: the setting ${name} is not documented`);
}

const troubleshooting = existsSync(join(root, 'docs/errors.md')) ? read('docs/errors.md') : '';
for (const [, code] of read('proto/src/errors.ts').matchAll(/^\s+'?([a-z][\w.]+)'?: \{ grpc/gm)) {
  if (!troubleshooting.includes(`\`${code}\``)) faults.push(`docs/errors.md: the code ${code} is not documented`);
}

for (const fault of faults) process.stderr.write(`${fault}\n`);
process.exitCode = faults.length > 0 ? 1 : 0;
