// `npm run bench -- [NAME] [options]`: one question, one table, peers beside us. Without a name: all of them, one after the other.
import { run as capture } from './capture.ts';
import { run as dispatch } from './dispatch.ts';
import { run as input } from './input.ts';
import { run as vision } from './vision/bench.ts';

const benches = {
  capture: { ask: 'How long until a picture of the screen is in our memory?', run: capture },
  input: { ask: 'How long until an application has the click or the key?', run: input },
  dispatch: { ask: "How long from a client's message until the application has the key?", run: dispatch },
  vision: { ask: 'What does vision see in pictures it never saw, how sure is it, how long does it take?', run: vision },
};

const args = process.argv.slice(2);
/** What follows the first option is the bench's own. */
const firstOption = args.findIndex((arg) => arg.startsWith('-'));
const names = firstOption < 0 ? args : args.slice(0, firstOption);
const options = args.slice(names.length);
const chosen = Object.entries(benches).filter(([name]) => names.length === 0 || names.includes(name));
if (names.some((name) => !(name in benches))) {
  console.error(
    'usage: npm run bench -- [NAME] [--json] (vision has more: --data DIR, --sets a,b, --limit N, --models DIR, --set-gate)\n',
  );
  for (const [name, { ask }] of Object.entries(benches)) console.error(`  ${name.padEnd(9)} ${ask}`);
  process.exitCode = 1;
} else {
  for (const [, { run }] of chosen) await run({ json: options.includes('--json'), args: options });
}
