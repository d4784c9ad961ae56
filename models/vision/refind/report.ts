/**
 * How well targets are found again with the weights that the service has, as a table.
 *
 *   node --conditions=source models/vision/refind/report.ts --trials FILE [--json]
 *
 * Asked for are only targets that were found again on their own picture: whoever teaches the others is told so at once.
 */
import { parseArgs } from 'node:util';
import { type Verdict, verdictOn } from './judging.ts';
import { readTrials } from './trial-files.ts';

const { values } = parseArgs({ options: { trials: { type: 'string' }, json: { type: 'boolean', default: false } } });
if (!values.trials) throw new Error('--trials FILE is needed');

const verdicts = readTrials(values.trials).map(verdictOn);
const keyOf = ({ trial }: Verdict) => `${trial.page}/${trial.target}`;
const own = verdicts.filter(({ trial }) => trial.version === 'base');
const told = new Set(own.filter(({ isUnique, isRight }) => isUnique && isRight).map(keyOf));
const asked = verdicts.filter((verdict) => verdict.trial.version !== 'base' && told.has(keyOf(verdict)));

const groups: Readonly<Record<string, readonly string[]>> = {
  moved: ['shift'],
  'scale .8-1.5': ['x0.8', 'x1.25', 'x1.5'],
  theme: ['theme'],
  'theme and scale': ['theme-x1.25'],
  redesign: ['redesign'],
  'list turned round': ['reordered'],
  'list with look-alikes': ['grown'],
};

const share = (part: number, of: number): number => (of === 0 ? Number.NaN : part / of);
const found = Object.entries(groups).map(([name, versions]) => {
  const there = asked.filter(({ trial }) => versions.includes(trial.version) && trial.case === 'there');
  const count = (is: (verdict: Verdict) => boolean) => share(there.filter(is).length, there.length);
  return {
    name,
    trials: there.length,
    seen: count(({ trial }) => trial.rights.length > 0),
    first: count(({ isRight }) => isRight),
    found: count(({ isUnique, isRight }) => isUnique && isRight),
    wrong: count(({ isUnique, isRight }) => isUnique && !isRight),
  };
});
const refused = (['removed', 'removed-theme', 'other page', 'doubled', 'doubled-theme'] as const).map((name) => {
  const gone = asked.filter(({ trial }) => trial.version === name && trial.case !== 'there');
  const accepted = (some: readonly Verdict[]) => share(some.filter(({ isUnique }) => isUnique).length, some.length);
  const inRow = gone.filter(({ trial }) => trial.record !== 'unasked');
  return { name, trials: gone.length, accepted: accepted(gone), inRow: inRow.length, acceptedInRow: accepted(inRow) };
});

/** Expected calibration error of the best candidate's confidence, in tenths. */
function calibrationError(some: readonly Verdict[]): number {
  const bins = Map.groupBy(some, ({ confidence }) => Math.min(9, Math.floor(confidence * 10)));
  const off = [...bins.values()].map((bin) => {
    const sure = bin.reduce((sum, { confidence }) => sum + confidence, 0);
    return Math.abs(sure - bin.filter(({ isRight }) => isRight).length);
  });
  return off.reduce((sum, one) => sum + one, 0) / some.length;
}

const ofOneThing = asked.filter(
  ({ trial }) => trial.case !== 'doubled' && trial.record !== 'missing' && trial.record !== 'several',
);
const summary = {
  targets: own.length,
  told: share(told.size, own.length),
  toldWrong: own.filter(({ isUnique, isRight }) => isUnique && !isRight).length,
  calibrationError: calibrationError(ofOneThing),
};
if (values.json) console.log(JSON.stringify({ summary, found, refused }));
else {
  console.log(summary);
  console.table(found);
  console.table(refused);
}
