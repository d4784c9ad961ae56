import type { DraftTest } from '@karna/proto/gen/recording/v1/draft';
import type { Skill } from '@karna/proto/gen/skill/v1/skill';
import type { Task } from '@karna/proto/gen/task/v1/task';
import { type Answer, answer } from './use-cases/answer.ts';
import { type Halted, haltDesktops } from './use-cases/halt.ts';
import {
  type Captured,
  captureScreen,
  type Described,
  describeScreen,
  type Found,
  findTarget,
  type Sought,
} from './use-cases/look.ts';
import type { Parts } from './use-cases/parts.ts';
import type { Presence } from './use-cases/presence.ts';
import { type Previewed, previewSkill } from './use-cases/preview-skill.ts';
import type { Runs } from './use-cases/runs.ts';
import { type Order, steer } from './use-cases/steer.ts';
import { type Asked, submit } from './use-cases/submit.ts';

/** What people can ask of the pipeline. */
export class Commands {
  readonly #parts: Parts;
  readonly #presence: Presence;
  readonly #runs: Runs;

  constructor(parts: Parts, presence: Presence, runs: Runs) {
    this.#parts = parts;
    this.#presence = presence;
    this.#runs = runs;
  }

  submit(asked: Asked): Promise<Task> {
    return submit(this.#parts, asked);
  }

  steer(order: Order): Promise<Task> {
    return steer(this.#parts, order);
  }

  answer(given: Answer, signal: AbortSignal = new AbortController().signal): Promise<Task> {
    return answer(this.#parts, given, signal);
  }

  /** All desktops when it is left out. */
  halt(desktopId: string | undefined, actor: string): Promise<Halted> {
    return haltDesktops(this.#parts, this.#presence, this.#runs, desktopId, actor);
  }

  capture(desktopId: string, signal: AbortSignal): Promise<Captured> {
    return captureScreen(this.#parts, desktopId, signal);
  }

  describe(desktopId: string, withPicture: boolean, signal: AbortSignal): Promise<Described> {
    return describeScreen(this.#parts, desktopId, withPicture, signal);
  }

  find(desktopId: string, sought: Sought, signal: AbortSignal): Promise<Found> {
    return findTarget(this.#parts, desktopId, sought, signal);
  }

  /** Of a skill that is not kept, with these values. */
  preview(skill: Skill, previewed: Previewed, signal: AbortSignal): Promise<DraftTest> {
    return previewSkill(this.#parts, skill, previewed, signal);
  }
}
