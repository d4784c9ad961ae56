// `npm run bench -- NAME [--json]`: one question, one table, peers beside us.
import { run as capture } from './capture.ts';
import { run as dispatch } from './dispatch.ts';
import { run as input } from './input.ts';

const benches = { capture, dispatch, input };
const questions: Record<keyof typeof benches, string> = {
  capture: 'How long until a picture of the screen is in our memory?',
  input: 'How long until an application has the click or the key?',
  dispatch: "How long from a client's message until the application has the key?",
};

const [name = '', ...options] = process.argv.slice(2);
const unknown = options.filter((option) => option !== '--json');
if (!(name in benches) || unknown.length > 0) {
  console.error('usage: npm run bench -- NAME [--json]\n');
  for (const [known, question] of Object.entries(questions)) console.error(`  ${known.padEnd(9)} ${question}`);
  process.exitCode = 1;
} else {
  await benches[name as keyof typeof benches]({ json: options.includes('--json') });
}
