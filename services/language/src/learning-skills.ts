import { createHash } from 'node:crypto';
import type { Clock } from '@karna/common/clock';
import { DomainError, hasCode } from '@karna/common/errors';
import type { ModelVersion, TrainOutcome, TrainProgress } from '@karna/proto/gen/language/v1/language';
import type { Example } from '@karna/proto/gen/skill/v1/example';
import type { Skill, SkillsLearned } from '@karna/proto/gen/skill/v1/skill';
import { Bell } from './domain/bell.ts';
import { confirmedOf, OwnWordings, withWordings } from './domain/confirming.ts';
import { Catalogue } from './domain/skills/catalogue.ts';
import { type Confirmed, examinationOf } from './domain/skills/lessons.ts';
import { accuracyOf, noSkill, type SkillModel } from './domain/skills/skill-model.ts';
import type { Knowledge } from './domain/skills/understand.ts';
import type { SkillEvents } from './events.ts';
import type { Examples, Models, Skills, Trainer } from './ports.ts';

interface Parts {
  readonly skills: Skills;
  readonly examples: Examples;
  readonly models: Models;
  readonly trainer: Trainer;
  readonly clock: Clock;
  readonly events: SkillEvents;
  readonly stopping: AbortSignal;
  /** Longest that a training may take, here or at another replica (ms). */
  readonly trainingLimitMs: number;
  /** Tells the other replicas what came of a training. Never rejects. */
  readonly announce: (learned: SkillsLearned) => Promise<void>;
}

/** What is known of skills and of people's own words. */
export interface Known extends Knowledge {
  readonly own: OwnWordings;
  /** Two replicas with the same print answer the same: of catalogue, examples and model. */
  readonly print: string;
}

/** A new model that understands less than the one that serves by more than this is not changed over to. */
const bearableLoss = 0.02;
/** After a change others often follow at once. */
const calmMs = 300;

/** What is known of skills: the catalogue as it is now, and a model that is learned anew when it changes. */
export class LearningSkills {
  readonly #parts: Parts;
  #catalogue = new Catalogue(0, []);
  #own = new OwnWordings([]);
  /** As they are kept: without the wordings that people confirmed. */
  #skills: readonly Skill[] = [];
  #confirmed: readonly Confirmed[] = [];
  #model: SkillModel | undefined;
  #modelPrint = '';
  /** Of all that was asked for, and of what is learned from it. */
  #prints = { all: '', learned: '' };
  #training: Promise<unknown> | undefined;
  #isStale = false;

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  get knowledge(): Known {
    const print = `${this.#prints.all}/${this.#modelPrint}`;
    return { catalogue: this.#catalogue, model: this.#model, own: this.#own, print };
  }

  /** Takes up the newest model that can be read. What cannot is left where it is, and said. */
  async open(): Promise<void> {
    const { models, events } = this.#parts;
    for (const { version, print } of await models.versions()) {
      try {
        this.#serve(await models.read(version), print);
        return;
      } catch (error) {
        events.modelRefused(version, DomainError.from(error).code);
      }
    }
  }

  /** Asks for the skills and for what people confirmed; answers whether that has changed. */
  async refresh(): Promise<boolean> {
    const { skills, examples, events } = this.#parts;
    const [all, confirmed] = await Promise.all([skills.list(), examples.list()]);
    const prints = {
      all: printOf(all, confirmed),
      learned: printOf(
        all,
        confirmed.filter(({ skillId }) => skillId !== ''),
      ),
    };
    if (prints.all === this.#prints.all) return false;
    this.#isStale ||= prints.learned !== this.#prints.learned;
    this.#prints = prints;
    this.#own = new OwnWordings(confirmed);
    this.#catalogue = new Catalogue(this.#catalogue.version + 1, withWordings(all, confirmed), (skillId, error) =>
      events.skillRefused(skillId, error.code),
    );
    this.#skills = all.filter(({ id }) => this.#catalogue.get(id));
    this.#confirmed = confirmedOf(this.#skills, confirmed);
    events.catalogueChanged(this.#catalogue.skills.length);
    return true;
  }

  /** Keeps up with the store: at once when told, and by and by in any case. */
  async follow(changed: Bell, everyMs: number, stopping: AbortSignal): Promise<void> {
    const { clock, events } = this.#parts;
    while (!stopping.aborted) {
      await this.refresh().catch((error: unknown) => {
        if (!hasCode(error, 'service.unavailable', 'service.overloaded', 'request.deadline')) throw error;
        events.catalogueUnreachable(error.code);
      });
      if (this.#isStale) await this.#learnInPeace(stopping);
      await changed.rung(stopping, everyMs);
      if (!stopping.aborted) await clock.sleep(calmMs, stopping).catch(() => {});
    }
  }

  /** Another replica has learned, or gone back: where the models are shared, its model serves here too. */
  async hear({ version, print }: SkillsLearned): Promise<void> {
    const { models, events } = this.#parts;
    if (print === this.#prints.learned && version === 0) this.#isStale = false;
    const [newest] = await models.versions();
    if (
      !newest ||
      newest.version !== version ||
      (newest.version === this.#model?.version && newest.print === this.#modelPrint)
    )
      return;
    try {
      this.#serve(await models.read(newest.version), newest.print);
      events.modelTaken(newest.version);
    } catch (error) {
      events.modelRefused(newest.version, DomainError.from(error).code);
    }
  }

  /** What is not learned because another replica is at it stays stale: its word, or the next look, settles it. */
  async #learnInPeace(stopping: AbortSignal): Promise<void> {
    if (this.#training || this.#catalogue.skills.length === 0) {
      this.#isStale = this.#training !== undefined;
      return;
    }
    const [newest] = await this.#parts.models.versions();
    if (newest && newest.print === this.#prints.learned) {
      this.#isStale = false;
      await this.hear({ version: newest.version, print: newest.print });
      return;
    }
    // What went wrong is counted and logged where it did; the model before goes on.
    for await (const progress of this.#quietly(this.train(stopping))) if (progress.outcome) return;
  }

  async *#quietly(training: AsyncGenerator<TrainProgress>): AsyncGenerator<TrainProgress> {
    try {
      yield* training;
    } catch (error) {
      if (hasCode(error, 'training.failed', 'model.invalid')) this.#isStale = false;
      else if (!hasCode(error, 'training.running') && !this.#parts.stopping.aborted) throw error;
    }
  }

  /** Learns the catalogue as it is, and changes over when that is no loss. Rejects with `training.running`, `training.failed`. */
  async *train(signal: AbortSignal): AsyncGenerator<TrainProgress> {
    if (this.#training) throw running();
    const told: TrainProgress[] = [];
    const bell = new Bell();
    const work = this.#alone(AbortSignal.any([signal, this.#parts.stopping]), (progress) => {
      told.push(progress);
      bell.ring();
    }).finally(() => {
      this.#training = undefined;
      bell.ring();
    });
    this.#training = work.catch(() => {});
    let isOver = false;
    void this.#training.then(() => {
      isOver = true;
      bell.ring();
    });
    while (!isOver || told.length > 0) {
      const next = told.shift();
      if (next) yield next;
      else await bell.rung();
    }
    await work;
  }

  /** Of replicas that share their models one learns a catalogue at a time. */
  async #alone(signal: AbortSignal, tell: (progress: TrainProgress) => void): Promise<void> {
    const { models, trainingLimitMs } = this.#parts;
    const { learned } = this.#prints;
    if (!(await models.claim(learned, trainingLimitMs))) throw running();
    try {
      await this.#learn(learned, signal, tell);
    } finally {
      await models.release(learned);
    }
  }

  async #learn(print: string, signal: AbortSignal, tell: (progress: TrainProgress) => void): Promise<void> {
    const { trainer, models, events, clock, announce } = this.#parts;
    const start = clock.elapsed();
    const [skills, confirmed] = [this.#skills, this.#confirmed];
    const guess = Math.max(0, ...(await models.versions()).map(({ version }) => version)) + 1;
    tell({ progress: 0, sentence: sentenceFor(skills), outcome: undefined });
    try {
      const onProgress = (share: number) =>
        tell({ progress: share * 0.95, sentence: sentenceFor(skills), outcome: undefined });
      const bytes = await trainer.train({ version: guess, skills, confirmed, onProgress, signal });
      signal.throwIfAborted();
      const version = await models.add(bytes, print);
      const outcome = await this.#examine(await models.read(version), print, examinationOf(skills, confirmed));
      if (print === this.#prints.learned) this.#isStale = false;
      events.trained(version, outcome.switched, clock.elapsed() - start);
      await announce({ version: outcome.switched ? version : 0, print });
      tell({
        progress: 1,
        sentence: outcome.switched ? 'The new model serves' : 'The model before was better, and goes on',
        outcome,
      });
    } catch (error) {
      if (!signal.aborted) events.trainingFailed(DomainError.from(error).code);
      throw error;
    }
  }

  async #examine(
    model: SkillModel,
    print: string,
    examination: ReturnType<typeof examinationOf>,
  ): Promise<TrainOutcome> {
    const accuracy = accuracyOf(model, examination);
    const previousAccuracy = this.#model ? accuracyOf(this.#model, examination) : 0;
    const switched = accuracy >= previousAccuracy - bearableLoss;
    if (switched) this.#serve(model, print);
    else await this.#parts.models.remove(model.version);
    return { model: versionOf(this.#model ?? model), switched, accuracy, previousAccuracy };
  }

  /** Back to the model before the one that serves, which is forgotten. Rejects with `model.not_found` when there is none. */
  async rollBack(): Promise<ModelVersion> {
    const { models, events, announce } = this.#parts;
    const serving = this.#model;
    const [before] = (await models.versions()).filter(({ version }) => version < (serving?.version ?? 0));
    if (!serving || !before) throw new DomainError('model.not_found', 'there is no model before this one');
    const model = await models.read(before.version);
    this.#serve(model, before.print);
    await models.remove(serving.version);
    events.rolledBack(before.version);
    await announce({ version: before.version, print: before.print });
    return versionOf(model);
  }

  #serve(model: SkillModel, print: string): void {
    this.#model = model;
    this.#modelPrint = print;
  }
}

const running = (): DomainError => new DomainError('training.running', 'a training is going on already');

/** Names skills and examples in the state that they are in. */
const printOf = (skills: readonly Skill[], examples: readonly Example[]): string =>
  createHash('sha256')
    .update(JSON.stringify([skills.map(({ id, version }) => [id, version]), examples.map(({ id }) => id)]))
    .digest('hex')
    .slice(0, 16);

const versionOf = ({ version, intents }: SkillModel): ModelVersion => ({
  version,
  skills: intents.labels.filter((label) => label !== noSkill).length,
});

const sentenceFor = (skills: readonly Skill[]): string =>
  `Learning ${skills.length} ${skills.length === 1 ? 'skill' : 'skills'}`;
