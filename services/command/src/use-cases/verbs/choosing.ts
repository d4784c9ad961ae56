// Options of selects, lists and radio groups; checkboxes and switches.
import { DomainError, hasCode } from '@karna/common/errors';
import type { Frame } from '@karna/proto/gen/agent/v1/agent';
import type { Box } from '@karna/proto/gen/geometry/v1/geometry';
import type { SelectOption, SetChecked } from '@karna/proto/gen/intent/v1/intent';
import type { Role, TargetQuery } from '@karna/proto/gen/target/v1/target';
import type { Candidate, Element } from '@karna/proto/gen/vision/v1/element';
import type { LocateReply } from '@karna/proto/gen/vision/v1/vision';
import { clickAt, observeAll, observeBaseline, scrollAt, settle } from '../../domain/actions.ts';
import { centre, contains, distance, grown, overlaps, union } from '../../domain/geometry.ts';
import { AmbiguousTarget } from '../../domain/halts.ts';
import { boxOf, describe, optionQuery, textOf } from '../../domain/targets.ts';
import { isSameName, sameTextThreshold, similarity } from '../../domain/text-match.ts';
import {
  changeVerdict,
  checkedVerdict,
  confirmed,
  missing,
  refuted,
  showsOption,
  type Verdict,
} from '../../domain/verification.ts';
import { type Acted, changesOn, missingTarget, type Sighting, seenOn, sighting, startingWith } from '../sighting.ts';
import type { StepRun } from '../step-run.ts';
import { around, known } from './pointing.ts';
import { type Judgement, type Outcome, outcomeOf, type Verb } from './verb.ts';

/** A list is searched this many times over, three wheel clicks at a time, before its option counts as missing. */
const maxListScrolls = 12;
const wheelClicks = 3;
const marginPx = 4;
const appearMs = 600;
/** Which list, where that is not said. */
const listPart = 'list';

export const selecting = ({ option, target }: SelectOption): Verb => ({
  perform: (run) => (target ? selectIn(run, option, target) : selectAnywhere(run, option)),
  judge: (run) => (target ? lookAtControl(run, option, target) : Promise.resolve('unknown')),
});

async function selectIn(run: StepRun, option: string, query: TargetQuery): Promise<Outcome> {
  return selectFrom(run, option, query, await run.find(query));
}

/** What stands open is chosen at once; what does not may be in a list that is closed. */
async function selectAnywhere(run: StepRun, option: string): Promise<Outcome> {
  const query = optionQuery(option);
  const list = run.sight.remembers() || (await appears(run, query)) ? undefined : await closedList(run, option);
  return list ? selectFrom(run, option, listNamed(list), list) : choose(run, query);
}

/** Screens are still loading; a list is opened only when nothing comes of waiting a little. */
async function appears(run: StepRun, query: TargetQuery): Promise<boolean> {
  const until = run.nowMs + appearMs;
  for (let frame = await run.glimpse(); ; frame = await run.look()) {
    const { candidates } = await run.sight.locate(frame, query);
    if (candidates.length > 0) return true;
    if (run.nowMs >= until) return false;
    await run.pause();
  }
}

const anyList: TargetQuery = { ...optionQuery(''), role: 'ROLE_SELECT' };

const listNamed = ({ element }: Sighting): TargetQuery => ({ ...anyList, text: element?.label ?? '' });

/** The only list there is to choose from, or the one that a person said of several. */
async function closedList(run: StepRun, option: string): Promise<Sighting | undefined> {
  const frame = await run.glimpse();
  const reply = await run.sight.locate(frame, anyList);
  const candidates = reply.candidates.filter(({ element }) => element?.role === 'ROLE_SELECT');
  const only =
    candidates.length === 1 ? candidates[0] : run.sight.choose({ ...reply, unique: false, candidates }, listPart);
  if (candidates.length > 0 && !only)
    throw new AmbiguousTarget(`the list with "${option}"`, listPart, candidates, frame);
  return only && sighting(frame, only);
}

/** `orElse`: what to do with a control that opens no list, if there is anything. */
export async function selectFrom(
  run: StepRun,
  option: string,
  query: TargetQuery,
  control: Sighting,
  orElse?: () => Promise<Outcome>,
): Promise<Outcome> {
  if (!opens(control.element)) return choose(run, near(option, query), 'option');
  if (showsOption(await shown(run, control.frame, control.box), option)) return { verdict: confirmed('already_so') };
  const opened = await openList(run, control, query);
  if (orElse && !(await hasList(run, opened, option))) return orElse();
  const { picked, others } = await pickFromList(run, opened, option).catch(async (error: unknown) => {
    if (error instanceof AmbiguousTarget || hasCode(error, 'target.missing')) await closeList(run, opened.on);
    throw error;
  });
  const chosen = [option, textOf(picked.candidate)];
  const verdict = await run.verdict(picked.acted, async (frame): Promise<Verdict> => {
    const text = await shown(run, frame, opened.on.box);
    if (chosen.some((name) => showsOption(text, name, others))) return confirmed('read_back');
    return changesOn(picked.acted, frame).length > 0 ? refuted : missing;
  });
  return outcomeOf(verdict, {
    missing: `${describe(query)} does not take the option.`,
    refuted: `${describe(query)} shows another option than the one that was chosen.`,
  });
}

const opens = (element: Element | undefined): boolean =>
  element?.role === 'ROLE_SELECT' || element?.role === 'ROLE_TEXT_FIELD' || element?.role === 'ROLE_BUTTON';

/** Options that stand open beside their group's name. */
const near = (option: string, anchor: TargetQuery): TargetQuery => ({
  ...optionQuery(option),
  relation: { kind: 'RELATION_KIND_NEAR', anchor },
});

/** Without the control's arrow. */
async function shown(run: StepRun, frame: Frame, box: Box): Promise<string> {
  return (await run.sight.read(frame, box)).map(({ text }) => text.replaceAll(/[▾▼⌄]/g, '').trim()).join(' ');
}

async function openList(run: StepRun, control: Sighting, query: TargetQuery): Promise<Acted & { on: Sighting }> {
  const acted = await run.actOn(
    startingWith(control, () => run.find(query)),
    (on) => around(on, [clickAt(on.point)], run),
    { more: true },
  );
  const verdict = await run.verdict(acted, (frame) => changeVerdict(seenOn(acted, frame)));
  outcomeOf(verdict, { missing: `${describe(query)} did not open.` });
  return acted;
}

/**
 * Of a list there are lines that were not there before: the option, or several. A field that looks like one shows its caret and a ring, beside
 * which what was there may read a little differently.
 */
async function hasList(run: StepRun, opened: Acted & { on: Sighting }, option: string): Promise<boolean> {
  const where = union(changesOn(opened, opened.after));
  if (!where) return false;
  const [then, now] = await Promise.all([run.sight.read(opened.before, where), run.sight.read(opened.after, where)]);
  const fresh = now.filter(({ text, box }) => {
    const isOwn = box !== undefined && contains(opened.on.box, centre(box));
    return !isOwn && !then.some((other) => similarity(other.text, text) >= sameTextThreshold);
  });
  return fresh.length > 1 || fresh.some(({ text }) => isSameName(text, option));
}

/** Leaves the screen as it was found, so that the step can begin anew: a click on the control closes its list, and chooses nothing. */
async function closeList(run: StepRun, control: Sighting): Promise<void> {
  const frame = await run.look();
  await run.act(frame, around(control, [clickAt(control.point)], run), { more: true });
}

interface Picked {
  readonly picked: { readonly acted: Acted; readonly candidate: Candidate };
  /** The other names in the list. */
  readonly others: readonly string[];
}

/** Looks for the option in what appeared, scrolling through it, and clicks it. */
async function pickFromList(run: StepRun, opened: Acted & { on: Sighting }, option: string): Promise<Picked> {
  const query = optionQuery(option);
  let since = (opened.baseline ?? opened.before).id;
  let list = union(changesOn(opened, opened.after));
  for (let scrolls = 0, looks = 0; ; ) {
    const frame = await run.look({ since });
    list = union([...(list ? [list] : []), ...(scrolls === 0 ? frame.changes : [])]);
    const within = list && grown(list, marginPx);
    const reply = await run.sight.locate(frame, query, within);
    const candidate = optionIn(run, reply, option, opened.on.box, frame);
    if (candidate) {
      const on = sighting(frame, candidate);
      const acted = await run.act(frame, around(on, [clickAt(on.point)], run), { target: on.box, on: candidate });
      if (acted) return { picked: { acted, candidate }, others: namesIn(reply) };
      looks += 1;
      if (looks >= run.limits.looks) throw new DomainError('frame.stale', 'The list would not hold still.');
      continue;
    }
    scrolls += 1;
    const moved = within && scrolls <= maxListScrolls && (await scrollList(run, frame, within));
    if (!moved) throw missingTarget(query, reply.similar);
    since = frame.id;
  }
}

const namesIn = ({ candidates, similar }: LocateReply): string[] => [...candidates.map(textOf), ...similar];

/** The one option in the list that is meant; the control itself, which shows its present option, is not in the list. */
function optionIn(run: StepRun, reply: LocateReply, option: string, control: Box, frame: Frame): Candidate | undefined {
  const listed = reply.candidates.filter((candidate) => !contains(control, centre(boxOf(candidate))));
  const chosen = run.sight.choose({ ...reply, candidates: listed }, 'option');
  if (chosen) return chosen;
  const exact = listed.filter((candidate) => isSameName(textOf(candidate), option));
  if (exact.length === 1) return exact[0];
  if (listed.length > 0)
    throw new AmbiguousTarget(`the option "${option}"`, 'option', exact.length > 1 ? exact : listed, frame);
  return undefined;
}

/** Whether the list moved. */
async function scrollList(run: StepRun, frame: Frame, list: Box): Promise<boolean> {
  const scroll = [
    observeBaseline,
    scrollAt(centre(list), 0, wheelClicks),
    settle(run.limits.settleQuietMs, run.limits.settleLimitMs),
    observeAll,
  ];
  const acted = await run.act(frame, scroll, { more: true });
  return !acted || changesOn(acted, acted.after).some((change) => overlaps(change, list));
}

/** A place that is chosen by clicking it: a radio, a list entry, a menu item. */
async function choose(run: StepRun, query: TargetQuery, part = 'target'): Promise<Outcome> {
  const found = await run.find(query, { part });
  if (found.element?.role === 'ROLE_SELECT' && showsOption(textOf(found.candidate), query.text)) {
    return { verdict: confirmed('already_so') };
  }
  if (hasMark(found.element) && found.element?.checked === 'CHECKED_STATE_ON')
    return { verdict: confirmed('already_so') };
  const acted = await run.actOn(
    startingWith(found, () => run.find(query, { part })),
    (on) => around(on, [clickAt(on.point)], run),
  );
  const verdict = await run.verdict(acted, (frame) =>
    hasMark(acted.on.element) ? judgeMark(run, acted, frame, query, true) : changeVerdict(seenOn(acted, frame)),
  );
  return outcomeOf(verdict, {
    missing: `Nothing changed on the screen after choosing ${describe(query)}.`,
    refuted: `${describe(query)} is not chosen.`,
  });
}

async function lookAtControl(run: StepRun, option: string, query: TargetQuery): Promise<Judgement> {
  const { frame, box, element } = await run.find(query);
  return opens(element) && showsOption(await shown(run, frame, box), option) ? confirmed('read_back') : 'unknown';
}

export const marking = ({ target, checked }: SetChecked): Verb => ({
  async perform(run) {
    const query = known(target);
    const found = await run.find(query);
    if (isMarked(found.element, checked)) return { verdict: confirmed('already_so') };
    const acted = await run.actOn(
      startingWith(found, () => run.find(query)),
      (on) => around(on, [clickAt(on.point)], run),
    );
    const verdict = await run.verdict(acted, (frame) => judgeMark(run, acted, frame, query, checked));
    return outcomeOf(verdict, {
      missing: `Nothing changed at ${describe(query)}.`,
      refuted: `${describe(query)} is ${checked ? 'not checked' : 'still checked'}.`,
    });
  },
  async judge(run) {
    const { element } = await run.find(known(target));
    return isMarked(element, checked) ? confirmed('read_back') : 'unknown';
  },
});

const marks: readonly Role[] = ['ROLE_CHECKBOX', 'ROLE_RADIO', 'ROLE_SWITCH'];
const hasMark = (element: Element | undefined): boolean => marks.some((role) => role === element?.role);

const isMarked = (element: Element | undefined, wanted: boolean): boolean =>
  element?.checked === (wanted ? 'CHECKED_STATE_ON' : 'CHECKED_STATE_OFF');

/** The mark as it is now, where the clicked one was. A checked box may look like another kind of mark than an empty one. */
async function judgeMark(
  run: StepRun,
  acted: Acted & { on: Sighting },
  frame: Frame,
  query: TargetQuery,
  wanted: boolean,
): Promise<Verdict> {
  const { box } = acted.on;
  const anyKind: TargetQuery = query.text === '' ? query : { ...query, role: 'ROLE_UNSPECIFIED', ordinal: 0 };
  const { candidates } = run.sight.remembers()
    ? (await run.sight.glance(frame, anyKind)).reply
    : await run.sight.locate(frame, anyKind);
  const [now] = candidates
    .filter((candidate) => overlaps(boxOf(candidate), box) && hasMark(candidate.element))
    .sort((a, b) => distance(centre(boxOf(a)), centre(box)) - distance(centre(boxOf(b)), centre(box)));
  const changed = changesOn(acted, frame).some((change) => overlaps(change, box));
  return checkedVerdict(now?.element, wanted, changed);
}
