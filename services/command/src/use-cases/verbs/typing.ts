// Typing into a field or wherever the keyboard is, and key chords.
import { DomainError } from '@karna/common/errors';
import type { Action, Frame } from '@karna/proto/gen/agent/v1/agent';
import type { Box } from '@karna/proto/gen/geometry/v1/geometry';
import type { PressKeys, TypeText } from '@karna/proto/gen/intent/v1/intent';
import type { TargetQuery } from '@karna/proto/gen/target/v1/target';
import type { Element } from '@karna/proto/gen/vision/v1/element';
import { clickAt, enterText, observeAll, observeBaseline, pressChord, settle } from '../../domain/actions.ts';
import { grown, overlaps, union } from '../../domain/geometry.ts';
import { describe } from '../../domain/targets.ts';
import {
  changeVerdict,
  confirmed,
  emptiedVerdict,
  isSecret,
  isTextInput,
  typedVerdict,
  unseen,
  type Verdict,
} from '../../domain/verification.ts';
import { type Acted, changesOn, type Sighting, seenOn, startingWith } from '../sighting.ts';
import type { StepRun } from '../step-run.ts';
import { selectFrom } from './choosing.ts';
import { around } from './pointing.ts';
import { type Judgement, type Outcome, outcomeOf, type Verb } from './verb.ts';

/** Around a box that text may reach into (px). */
const marginPx = 4;
/** After a field was clicked it may move its caret and open its helpers (ms). */
const focusMs = { quiet: 40, limit: 300 };
/** A key may take this long to show an effect, once the screen is at rest; many show none (ms). */
const keyEffectMs = 250;

export const typing = (order: TypeText): Verb => ({
  perform: (run) => {
    if (!order.target) return typeHere(run, order);
    const isSet = order.replace && order.text !== '';
    return isSet ? setIn(run, order.target, order) : typeInto(run, order.target, order);
  },
  judge: (run) => (order.target ? lookAtField(run, order.target, order) : Promise.resolve('unknown')),
});

/** "Set Colour to Red" is said of lists to choose from as well. */
async function setIn(run: StepRun, query: TargetQuery, order: TypeText): Promise<Outcome> {
  const control = await run.find(query);
  return control.element?.role === 'ROLE_SELECT'
    ? selectFrom(run, order.text, query, control, () => typeInto(run, query, order))
    : typeInto(run, query, order, control);
}

/** `first`: where it was found already. */
async function typeInto(run: StepRun, query: TargetQuery, order: TypeText, first?: Sighting): Promise<Outcome> {
  let before = '';
  const find = () => run.find(query);
  const findField = first ? startingWith(first, find) : find;
  const acted = await run.actOn(
    async () => {
      const field = await findField();
      before = order.replace && order.text === '' ? await textIn(run, field.frame, field.box) : '';
      return field;
    },
    (field) => around(field, [clickAt(field.point), settle(focusMs.quiet, focusMs.limit), ...entry(field, order)], run),
  );
  const what = describe(query);
  const verdict = await run.verdict(acted, (frame) =>
    order.text === '' ? judgeEmptied(run, acted, frame, before) : judgeTyped(run, acted, frame, order, query),
  );
  if (verdict.kind === 'refuted' && verdict.isCutOff) {
    throw new DomainError(
      'skill.value',
      `${what} takes only the beginning of what was typed into it: the text is too long.`,
    );
  }
  return outcomeOf(verdict, {
    missing: `Nothing was seen to be typed into ${what}.`,
    refuted: `${what} does not show what was typed into it.`,
  });
}

/** Adding goes to the end of what the field holds; replacing takes all of it. */
function entry({ element }: Sighting, { text, replace }: TypeText): Action[] {
  if (replace) return [pressChord('Control+a'), text === '' ? pressChord('Delete') : enterText(text)];
  if (!isTextInput(element)) return [enterText(text)];
  return [pressChord(element?.role === 'ROLE_TEXT_AREA' ? 'Control+End' : 'End'), enterText(text)];
}

async function typeHere(run: StepRun, { text, replace }: TypeText): Promise<Outcome> {
  const keys = replace ? [pressChord('Control+a')] : [];
  const acts = text === '' ? [...keys, pressChord('Delete')] : [...keys, enterText(text)];
  const acted = await run.actAnywhere(() => [
    observeBaseline,
    ...acts,
    settle(run.limits.settleQuietMs, run.limits.settleLimitMs),
    observeAll,
  ]);
  if (text === '') {
    const seen = await run.verdict(acted, (frame) => changeVerdict(seenOn(acted, frame)), keyEffectMs);
    return { verdict: seen.kind === 'missing' ? unseen('nothing_changed') : seen };
  }
  const verdict = await run.verdict(acted, async (frame) => {
    const changes = changesOn(acted, frame);
    const where = union(changes);
    const lines = where ? await run.sight.read(frame, grown(where, marginPx)) : [];
    const secret = where !== undefined && isMasked(frame, where);
    return typedVerdict({ text, replace: false, lines, field: undefined, secret, changed: changes.length > 0 });
  });
  // No field was named that would have to show it: the application made of the keys what it makes of them.
  if (verdict.kind === 'refuted') return { verdict: unseen('not_shown') };
  return outcomeOf(verdict, {
    missing: 'Nothing changed on the screen after typing: nothing seems to have the keyboard.',
  });
}

async function judgeTyped(
  run: StepRun,
  acted: Acted & { on: Sighting },
  frame: Frame,
  { text, replace }: TypeText,
  query: TargetQuery,
): Promise<Verdict> {
  const { element, box } = acted.on;
  const changes = changesOn(acted, frame).filter((change) => overlaps(change, grown(box, marginPx)));
  // A label or a place was clicked, not the field itself: the text is where something changed.
  const field = holdsText(element) ? box : (union([box, ...changesOn(acted, frame)]) ?? box);
  return typedVerdict({
    text,
    replace: replace && holdsText(element),
    lines: await run.sight.read(frame, grown(field, marginPx)),
    field,
    secret: isSecret(query.text, element?.label ?? '', element?.text ?? '') || isMasked(frame, field),
    changed: holdsText(element) ? changes.length > 0 : changesOn(acted, frame).length > 0,
  });
}

/** The agent painted over what stands there: it cannot be read back. */
const isMasked = ({ masked }: Frame, box: Box): boolean =>
  masked.some((mask) => mask.box !== undefined && overlaps(mask.box, box));

const holdsText = (element: Element | undefined): boolean =>
  isTextInput(element) || element?.role === 'ROLE_SELECT' || element?.role === 'ROLE_CELL';

async function judgeEmptied(
  run: StepRun,
  acted: Acted & { on: Sighting },
  frame: Frame,
  before: string,
): Promise<Verdict> {
  const after = await textIn(run, frame, acted.on.box);
  return emptiedVerdict(before, after, changesOn(acted, frame).length > 0);
}

const textIn = async (run: StepRun, frame: Frame, box: Box): Promise<string> =>
  (await run.sight.read(frame, grown(box, marginPx))).map(({ text }) => text).join(' ');

/** After an interruption: the field shows the text, or nobody can tell how much of it was typed. */
async function lookAtField(run: StepRun, query: TargetQuery, { text, replace }: TypeText): Promise<Judgement> {
  const { frame, box, element } = await run.find(query);
  if (!holdsText(element) || isSecret(query.text, element?.label ?? '') || isMasked(frame, box)) return 'unknown';
  const lines = await run.sight.read(frame, grown(box, marginPx));
  if (text === '') return lines.every((line) => line.text.trim() === '') ? confirmed('read_back') : 'unknown';
  const verdict = typedVerdict({ text, replace, lines, field: box, secret: false, changed: true });
  return verdict.kind === 'confirmed' ? verdict : 'unknown';
}

export const pressing = ({ chords }: PressKeys): Verb => ({
  async perform(run) {
    if (chords.length === 0) throw new DomainError('input.invalid', 'The step names no keys.');
    const acted = await run.actAnywhere(() => [
      observeBaseline,
      ...chords.map(pressChord),
      settle(run.limits.settleQuietMs, run.limits.settleLimitMs),
      observeAll,
    ]);
    const verdict = await run.verdict(acted, (frame) => changeVerdict(seenOn(acted, frame)), keyEffectMs);
    return { verdict: verdict.kind === 'missing' ? unseen('nothing_changed') : verdict };
  },
  judge: async (_, acted) => (acted ? unseen('nothing_changed') : 'unknown'),
});
