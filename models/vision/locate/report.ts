/**
 * How often the best answer is right, and how far its confidence can be believed.
 *
 *   node --conditions=source models/vision/locate/report.ts --answers FILE
 */
import { parseArgs } from 'node:util';
import { calibrationError } from '../../../services/vision/src/testing/scoring/calibration.ts';
import { type Answer, parseLines } from './questions.ts';

const { values } = parseArgs({ options: { answers: { type: 'string' } } });
if (!values.answers) throw new Error('--answers FILE is needed');
const answers = await parseLines(values.answers);

const share = (some: readonly Answer[], is: (answer: Answer) => boolean): number =>
  some.length === 0 ? Number.NaN : some.filter(is).length / some.length;
const rowOf = (name: string, some: readonly Answer[]) => ({
  name,
  asked: some.length,
  top1: share(some, ({ isRight }) => isRight),
  sureRight: share(some, ({ isUnique, isRight }) => isUnique && isRight),
  sureWrong: share(some, ({ isUnique, isRight }) => isUnique && !isRight),
  none: share(some, ({ evidence }) => evidence === undefined),
  calibrationError: calibrationError(some.filter(({ evidence }) => evidence !== undefined)),
});

const present = answers.filter(({ isAbsent }) => !isAbsent);
const byKind = [...Map.groupBy(answers, ({ kind }) => kind)].map(([kind, some]) => rowOf(kind, some));
const bySource = [...Map.groupBy(present, ({ source }) => source)].map(([source, some]) => rowOf(source, some));
console.table([rowOf('all that is there', present), ...byKind, ...bySource]);
