// Who may import whom (STYLE.md). A border exception is an ADR and a line here, not a comment at the import.
// Our own because no maintained checker reads sources of TypeScript 7 yet.
import { existsSync, globSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { root } from './bootstrap/processes.mjs';

const areas = ['proto', 'packages', 'services', 'apps', 'bench', 'integration-tests'];
const packages = new Map(
  globSync(
    [
      'proto/package.json',
      'packages/*/package.json',
      'services/*/package.json',
      'apps/*/package.json',
      'bench/package.json',
      'integration-tests/package.json',
    ],
    { cwd: root },
  ).map((file) => [JSON.parse(readFileSync(join(root, file), 'utf8')).name, dirname(file)]),
);

const test = /\.test\.ts$|\/testing\/|\/contract\/|\/contract\.ts$/;
const composition = /^services\/[^/]+\/src\/(app|desktop|embedded-postgres|virtual-desktop)\.ts$/;
const service = /^services\/([^/]+)\//;
const sameService = (from, to) => service.exec(from)?.[1] === service.exec(to)?.[1];
const libraries = (pattern, home) => [
  (from, to) => to.startsWith('npm:') && pattern.test(to) && !home.test(from),
  `${pattern.source} has one home: ${home.source}`,
];

/** [is it forbidden?, why]: `from` and `to` are paths from the root; packages from npm are `npm:name`. */
const rules = [
  [
    (from, to) => from.startsWith('proto/') && /^(packages|services|apps)\//.test(to),
    'the contract imports nothing of ours',
  ],
  [
    (from, to) => from.startsWith('packages/common/') && /^(packages\/(?!common\/)|services|apps)\/?/.test(to),
    'common imports the contract only',
  ],
  [
    (from, to) => from.startsWith('packages/client/') && /^(packages\/(?!client\/)|services|apps)\/?/.test(to),
    'the client imports the contract only',
  ],
  [(from, to) => service.test(from) && service.test(to) && !sameService(from, to), 'services do not import services'],
  [
    (from, to) => service.test(from) && /^(apps|bench|integration-tests|packages\/standalone)\//.test(to),
    'services do not know who runs them',
  ],
  [
    (from, to) => from.startsWith('apps/') && /^(packages\/(?!client\/)|services|bench|integration-tests)\/?/.test(to),
    'apps talk through the client',
  ],
  [
    (from, to) =>
      service.test(from) &&
      /\/src\/adapters\//.test(to) &&
      !/\/src\/adapters\//.test(from) &&
      !composition.test(from) &&
      !test.test(from),
    'only app.ts imports adapters',
  ],
  [
    (from, to) =>
      /^services\/[^/]+\/src\/domain\//.test(from) &&
      !test.test(from) &&
      sameService(from, to) &&
      !/\/src\/(domain\/|ports\.ts)/.test(to),
    'the domain is pure',
  ],
  [
    (from, to) =>
      /^services\/[^/]+\/src\/domain\//.test(from) &&
      !test.test(from) &&
      to.startsWith('packages/common/') &&
      !/\/(errors|clock)\.ts$/.test(to),
    'the domain takes errors and time from common, nothing else',
  ],
  [
    (from, to) => /^services\/[^/]+\/src\/service\.ts$/.test(from) && /\/src\/(handlers|app|main)/.test(to),
    'use cases know ports, not technologies',
  ],
  libraries(/^npm:pg$/, /^services\/store\//),
  libraries(/^npm:redis$/, /^packages\/common\/src\/cache\//),
  libraries(/^npm:onnxruntime-node$/, /^packages\/sight\//),
  libraries(/^npm:@nats-io\//, /^packages\/common\/src\/bus\//),
  libraries(/^npm:react(-dom|-aria-components)?$/, /^apps\/console\//),
  libraries(/^npm:uiohook-napi$/, /^services\/action-agent\/src\/adapters\/uiohook\//),
  libraries(/^npm:(x11|@nut-tree-fork\/nut-js)$/, /^(services\/action-agent|bench)\//),
];

const specifiers =
  /(?:^|\s)(?:import|export)\s[^'";]*?from\s*'([^']+)'|(?:^|\s)import\s*'([^']+)'|import\(\s*'([^']+)'\s*\)/g;

function resolve(from, specifier) {
  if (specifier.startsWith('node:')) return undefined;
  if (specifier.startsWith('.')) return relative(root, join(root, dirname(from), specifier));
  const name = specifier
    .split('/')
    .slice(0, specifier.startsWith('@') ? 2 : 1)
    .join('/');
  const home = packages.get(name);
  if (!home) return `npm:${name}`;
  const path = specifier.slice(name.length + 1) || 'index';
  const file = [`${home}/src/${path}.ts`, `${home}/src/${path}/index.ts`].find((one) => existsSync(join(root, one)));
  return file ?? `${home}/src/${path}`;
}

const files = globSync(
  areas.map((area) => `${area}/**/*.{ts,tsx}`),
  { cwd: root, exclude: (path) => /node_modules|dist|\/gen(\/|$)/.test(path) },
);
const graph = new Map();
const faults = [];
for (const from of files.filter((file) => !/(^|\/)(node_modules|dist|gen)\//.test(file))) {
  const targets = [];
  for (const [statement, ...found] of readFileSync(join(root, from), 'utf8').matchAll(specifiers)) {
    const to = resolve(from, found.find(Boolean));
    if (!to) continue;
    if (!/^\s*(import|export)\s+type\b/.test(statement)) targets.push(to);
    for (const [forbidden, why] of rules) if (forbidden(from, to)) faults.push(`${from} imports ${to}: ${why}`);
  }
  graph.set(from, targets);
}

/** A path of imports from a file back to itself, if there is one. Types alone make no cycle. */
function cycle(file, path = [], done = new Set()) {
  if (path.includes(file)) return [...path.slice(path.indexOf(file)), file];
  if (done.has(file)) return undefined;
  for (const next of graph.get(file) ?? []) {
    const found = cycle(next, [...path, file], done);
    if (found) return found;
  }
  done.add(file);
  return undefined;
}
const done = new Set();
for (const file of graph.keys()) {
  const found = cycle(file, [], done);
  if (found) {
    faults.push(`import cycle: ${found.join(' -> ')}`);
    break;
  }
}

if (graph.size === 0) faults.push('found no sources: the check itself is broken');
for (const fault of faults) process.stderr.write(`${fault}\n`);
process.exitCode = faults.length > 0 ? 1 : 0;
