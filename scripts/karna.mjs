#!/usr/bin/env node
// The one entry behind every `npm run`: makes a bare clone ready (Node, system packages, dependencies, build), then does what was asked.
// Needs nothing but some Node >= 18 and npm.
import { ensureDependencies } from './bootstrap/dependencies.mjs';
import { ensureNode } from './bootstrap/node.mjs';
import { run, runAll, say } from './bootstrap/processes.mjs';
import { ensureSystemPackages } from './bootstrap/system.mjs';

const [task = 'help', ...args] = process.argv.slice(2);
const given = args.includes('--display') || args.some((arg) => arg.startsWith('--display='));
const attaches = (given || process.env.DISPLAY) && !args.includes('--headless');
const build = (...parts) => run('tsc', ['-b', ...parts]);
const buildConsole = () => run('node', ['scripts/build-console.mjs']);
/** What people run; tests and benches are built by those who want them. */
const product = ['packages/standalone', 'apps/cli'];

const checks = {
  types: () => run('tsc', ['-b'], { label: 'types' }),
  lint: () => run('biome', ['check', '--error-on-warnings'], { label: 'lint' }),
  borders: () => run('node', ['scripts/check-borders.mjs'], { label: 'borders' }),
  contract: () => run('node', ['scripts/check-contract.mjs'], { label: 'contract' }),
  docs: () => run('node', ['scripts/check-docs.mjs'], { label: 'docs' }),
};

const tasks = {
  start: {
    help: 'set everything up, start Karna and print where it is (--port, --data-dir, --display :N, --headless, --detach)',
    needs: attaches ? [] : ['desktop'],
    run: async () =>
      (await build(...product)) ||
      (await buildConsole()) ||
      run('node', ['packages/standalone/dist/main.js', 'start', ...args], { foreground: true }),
  },
  stop: {
    help: 'stop a Karna that was started with --detach (--data-dir)',
    run: async () => run('node', ['packages/standalone/dist/main.js', 'stop', ...args], { foreground: true }),
  },
  demo: {
    help: 'the whole loop on a virtual desktop, without a person; exits 0 only if the applications agree',
    needs: ['desktop'],
    run: async () =>
      (await build(...product)) ||
      run('node', ['packages/standalone/dist/demo/main.js', ...args], { foreground: true }),
  },
  test: {
    help: 'everything that a change can break (a path or name narrows it); KARNA_TEST_MODELS=true: the whole recipe of the models, too',
    needs: ['desktop', 'test', ...(process.env.KARNA_TEST_MODELS === 'true' ? ['models'] : [])],
    run: async () =>
      args.length > 0
        ? (await build()) || run('vitest', ['run', ...args], { foreground: true })
        : (await check()) || run('vitest', ['run', '--project', 'real'], { foreground: true }),
  },
  check: { help: 'the fast part: types, lint, borders, contract, docs, unit tests', run: () => check() },
  bench: {
    help: 'one question, one table: npm run bench -- capture|input|dispatch|screen|console|vision [--json]',
    needs: ['desktop', 'test', ...(args.length === 0 || args.includes('screen') ? ['vnc'] : [])],
    run: async () => (await build('bench')) || run('node', ['bench/dist/main.js', ...args], { foreground: true }),
  },
  models: {
    help: 'make the models anew: npm run models -- vision [--quick] [--minutes N] (hours; see models/README.md)',
    needs: ['desktop', 'models'],
    run: () => run('node', ['models/vision/build.ts', ...args], { foreground: true }),
  },
  dev: {
    help: 'start, from the sources, and again after every change',
    needs: attaches ? [] : ['desktop'],
    run: async () =>
      (await buildConsole()) ||
      run('node', ['--watch', '--conditions=source', 'packages/standalone/src/main.ts', 'start', ...args], {
        foreground: true,
      }),
  },
  build: { help: 'compile', run: async () => (await build()) || buildConsole() },
  gen: {
    help: 'generate code and the documents of the protocol from the contract',
    run: async () =>
      (await run('buf', ['generate'], { cwd: 'proto' })) ||
      run('node', ['--conditions=source', 'scripts/protocol/main.mjs']),
  },
  fix: { help: 'format, and mend what the linter can', run: () => run('biome', ['check', '--write']) },
};

async function check() {
  // vitest runs the sources, so it need not wait for the compiler.
  return runAll([...Object.values(checks), () => run('vitest', ['run', '--project', 'unit'], { label: 'unit tests' })]);
}

const chosen = tasks[task];
if (!chosen) {
  say('usage: npm start | npm test | npm run NAME -- [options]\n');
  for (const [name, { help }] of Object.entries(tasks)) say(`  ${name.padEnd(8)} ${help}`);
  process.exit(task === 'help' ? 0 : 1);
}
await ensureNode();
ensureSystemPackages(chosen.needs ?? []);
await ensureDependencies();
process.exitCode = await chosen.run();
