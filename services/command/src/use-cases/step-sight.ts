// What a step sees of a screen, and what of that it is about.
import type { Frame } from '@karna/proto/gen/agent/v1/agent';
import type { Box } from '@karna/proto/gen/geometry/v1/geometry';
import type { DirectAction } from '@karna/proto/gen/intent/v1/intent';
import type { SkillStep, WindowIdentity } from '@karna/proto/gen/skill/v1/skill';
import type { RememberedTarget, TargetQuery } from '@karna/proto/gen/target/v1/target';
import type { Candidate, Element, Line } from '@karna/proto/gen/vision/v1/element';
import type { LocateReply } from '@karna/proto/gen/vision/v1/vision';
import { kindsFor, ofKind, pickAgain, soleNaming } from '../domain/targets.ts';
import { isSameName } from '../domain/text-match.ts';
import type { Eyes } from '../ports.ts';
import type { AgentLine } from './agent-line.ts';
import type { Glance } from './sighting.ts';
import { isOf } from './step-window.ts';
import type { TaskRecord } from './task-record.ts';

export interface Ways {
  /** Which of the step's targets this is. */
  readonly part?: string;
  /** Only inside this part of the screen. */
  readonly within?: Box;
  /** Nothing will be done there: the only candidate will do if its text has the words, though it is not beyond doubt. */
  readonly harmless?: boolean;
}

export interface SightParts {
  readonly eyes: Eyes;
  readonly line: AgentLine;
  readonly record: TaskRecord;
  readonly stepId: string;
  /** What the skill knows of the step, when it is one of a skill. */
  readonly lesson: SkillStep | undefined;
  /** What it does, which tells the kinds of things that it may be about. */
  readonly action: () => DirectAction;
  readonly stopped: AbortSignal;
}

/** The eyes of one step: what is on a frame, and which of it the step means. Looks at frames that others took, and never acts. */
export class StepSight {
  readonly #parts: SightParts;
  /** Found by other signs than those that were remembered first. */
  readonly #others = new WeakSet<Candidate>();

  constructor(parts: SightParts) {
    this.#parts = parts;
  }

  /** What the query means on this frame: what a person chose, or what is beyond doubt, of the kind that the verb is for. */
  async glance(
    frame: Frame,
    query: TargetQuery,
    { part = 'target', within, harmless = false }: Ways = {},
  ): Promise<Glance> {
    const known = this.#known(part);
    if (known.length > 0) return this.#recall(frame, known, part, within);
    const reply = await this.locate(frame, query, within);
    const sole = harmless ? soleNaming(reply.candidates, query.text) : undefined;
    const candidate = this.choose(reply, part) ?? sole;
    const kinds = part === 'target' && query.role === 'ROLE_UNSPECIFIED' ? kindsFor(this.#parts.action()) : [];
    if (kinds.length === 0 || (candidate?.element && kinds.includes(candidate.element.role)))
      return { reply, candidate };
    const fitting = ofKind(reply.candidates, kinds, query);
    if (fitting) return { reply, candidate: fitting };
    for (const role of kinds) {
      const narrower = await this.locate(frame, { ...query, role }, within);
      if (narrower.candidates.length > 0) return { reply: narrower, candidate: this.choose(narrower, part) };
    }
    return { reply, candidate };
  }

  /** Whether the skill remembers this one of the step's targets. */
  remembers(part?: string): boolean {
    return this.#known(part).length > 0;
  }

  /** Whether it was found by other signs than those that were remembered first. */
  isByOtherSigns(candidate: Candidate): boolean {
    return this.#others.has(candidate);
  }

  /** Whether it is the one that a person chose. */
  isChosen(candidate: Candidate, part: string): boolean {
    const pick = this.#pick(part);
    return pick !== undefined && pickAgain([candidate], pick) !== undefined;
  }

  /** What tells the record that one of the step's targets stands in from others; undefined when it stands in none. */
  recordOf(part?: string): string | undefined {
    const texts = this.#known(part).flatMap(({ row }) => (row && row.texts.length > 0 ? [row.texts] : []))[0];
    return texts && JSON.stringify([texts, this.#window?.application, this.#window?.title]);
  }

  /** What the skill remembers of one of the step's targets, the best way to know it first. */
  #known(part = 'target'): readonly RememberedTarget[] {
    const { lesson } = this.#parts;
    if (!lesson) return [];
    const { target, end, alternatives } = lesson;
    if (part === 'to') return end ? [end] : [];
    return part === 'target' ? [...(target ? [target] : []), ...alternatives] : [];
  }

  /** The other ways to know it count only where there is no trace of it by the first. */
  async #recall(frame: Frame, known: readonly RememberedTarget[], part: string, within?: Box): Promise<Glance> {
    let first: LocateReply | undefined;
    for (const target of known) {
      const reply = await this.#recallOne(frame, target, within);
      const candidate = this.choose(reply, part);
      if (candidate) {
        if (part === 'target' && isAnother(target, known[0], candidate)) this.#others.add(candidate);
        return { reply, candidate };
      }
      first ??= reply;
      if (reply.doubt !== 'DOUBT_MISSING' && reply.doubt !== 'DOUBT_WEAK') return { reply, candidate: undefined };
    }
    return { reply: first ?? noReply, candidate: undefined };
  }

  /** What stands twice on the screen may stand once in the window that the step is for. */
  async #recallOne(frame: Frame, target: RememberedTarget, within?: Box): Promise<LocateReply> {
    const ask = (inside: Box | undefined) =>
      this.#parts.line.ask(() =>
        this.#parts.eyes.recall(frame.picture, target, {
          ...this.#lookOptions(inside),
          accessible: frame.accessible,
        }),
      );
    const reply = await ask(within);
    const window = this.#window;
    if (reply.doubt !== 'DOUBT_DOUBLED' || within || !window) return reply;
    const own = frame.windows.find((one) => one.active && isOf(one, window))?.box;
    const inside = own ? await ask(own) : reply;
    return inside.unique ? inside : reply;
  }

  /** Everything that is seen on a frame. */
  elements({ picture, accessible }: Frame): Promise<readonly Element[]> {
    return this.#parts.line.ask(() => this.#parts.eyes.see(picture, { ...this.#lookOptions(undefined), accessible }));
  }

  /** The candidate that a person chose, or the one beyond doubt. */
  choose(reply: LocateReply, part: string): Candidate | undefined {
    const pick = this.#pick(part);
    const again = pick && pickAgain([...reply.candidates, ...reply.hints], pick);
    return again ?? (reply.unique ? reply.candidates[0] : undefined);
  }

  locate({ picture, accessible }: Frame, query: TargetQuery, within?: Box): Promise<LocateReply> {
    return this.#parts.line.ask(() =>
      this.#parts.eyes.locate(picture, query, { ...this.#lookOptions(within), accessible }),
    );
  }

  async read({ picture }: Frame, within?: Box): Promise<readonly Line[]> {
    return (await this.#parts.line.ask(() => this.#parts.eyes.read(picture, this.#lookOptions(within)))).lines;
  }

  get #window(): WindowIdentity | undefined {
    return this.#parts.lesson?.window;
  }

  #pick(part: string) {
    return this.#parts.record.decisions.pick(this.#parts.stepId, part);
  }

  #lookOptions(within: Box | undefined) {
    return { ...(within ? { within } : {}), desktopId: this.#parts.record.task.desktopId, signal: this.#parts.stopped };
  }
}

const noReply: LocateReply = { candidates: [], unique: false, similar: [], hints: [], doubt: 'DOUBT_MISSING' };

/** Known by another way than the first, or by another name than was remembered. */
function isAnother(by: RememberedTarget, first: RememberedTarget | undefined, { element }: Candidate): boolean {
  if (by !== first) return true;
  const name = by.label || by.text;
  return name !== '' && ![element?.label ?? '', element?.text ?? ''].some((own) => isSameName(own, name));
}
