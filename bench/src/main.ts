// `npm run bench -- [NAME] [options]`: one question, one table, peers beside us. Without a name: all that need no files, one after the other.

interface Bench {
  readonly ask: string;
  /** Each has needs of its own (a display, models), so only what is asked for is loaded. */
  readonly load: () => Promise<{ run: (given: { json: boolean; args: readonly string[] }) => Promise<void> }>;
  /** Only when asked for by name. */
  readonly needsFiles?: boolean;
}

const benches: Readonly<Record<string, Bench>> = {
  capture: { ask: 'How long until a picture of the screen is in our memory?', load: () => import('./capture.ts') },
  input: { ask: 'How long until an application has the click or the key?', load: () => import('./input.ts') },
  dispatch: {
    ask: "How long from a client's message until the application has the key?",
    load: () => import('./dispatch.ts'),
  },
  screen: {
    ask: "How long until a change on the screen is in a viewer's picture, and at what cost? (--only NAME)",
    load: () => import('./screen/bench.ts'),
  },
  console: {
    ask: 'How soon does the console show, what does it weigh, and does it grow while it is left alone? (--minutes N)',
    load: () => import('./console/bench.ts'),
  },
  vision: {
    ask: 'What does vision see in pictures it never saw, how sure is it, how long does it take?',
    load: () => import('./vision/bench.ts'),
  },
  replay: {
    ask: 'Is what was shown once done right on screens that changed, and halted where it cannot be?',
    load: () => import('./replay/bench.ts'),
  },
  commands: {
    ask: 'How many direct commands that were written by hand are understood, asked about, mistaken?',
    load: () => import('./language/commands.ts'),
  },
  skills: {
    ask: 'How often is a skill meant by words that it was not taught?',
    load: () => import('./language/skills.ts'),
  },
  intents: {
    ask: 'How often is a wish understood, and one for nothing refused? (--train FILE --test FILE)',
    load: () => import('./language/intents.ts'),
    needsFiles: true,
  },
  slots: {
    ask: 'How often are the values in a wish found? (--train FILE --test FILE)',
    load: () => import('./language/slots.ts'),
    needsFiles: true,
  },
};

const args = process.argv.slice(2);
/** What follows the first option is the bench's own. */
const firstOption = args.findIndex((arg) => arg.startsWith('-'));
const names = firstOption < 0 ? args : args.slice(0, firstOption);
const options = args.slice(names.length);
const chosen = Object.entries(benches).filter(([name, { needsFiles }]) =>
  names.length === 0 ? !needsFiles : names.includes(name),
);
if (names.some((name) => !(name in benches))) {
  console.error(
    'usage: npm run bench -- [NAME] [--json] (vision has more: --data DIR, --sets a,b, --limit N, --models DIR, --set-gate)\n',
  );
  for (const [name, { ask }] of Object.entries(benches)) console.error(`  ${name.padEnd(9)} ${ask}`);
  process.exitCode = 1;
} else {
  for (const [, { load }] of chosen) await (await load()).run({ json: options.includes('--json'), args: options });
}
