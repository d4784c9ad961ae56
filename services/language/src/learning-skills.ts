import type { Clock } from '@karna/common/clock';
import { DomainError, hasCode } from '@karna/common/errors';
import type { ModelVersion, TrainOutcome, TrainProgress } from '@karna/proto/gen/language/v1/language';
import type { Skill } from '@karna/proto/gen/skill/v1/skill';
import { Bell } from './domain/bell.ts';
import { Catalogue } from './domain/skills/catalogue.ts';
import { examinationOf } from './domain/skills/lessons.ts';
import { accuracyOf, noSkill, type SkillModel } from './domain/skills/skill-model.ts';
import type { Knowledge } from './domain/skills/understand.ts';
import type { SkillEvents } from './events.ts';
import type { Models, Skills, Trainer } from './ports.ts';

interface Parts {
  readonly skills: Skills;
  readonly models: Models;
  readonly trainer: Trainer;
  readonly clock: Clock;
  readonly events: SkillEvents;
  readonly stopping: AbortSignal;
}

/** A new model that understands less than the one that serves by more than this is not changed over to. */
const bearableLoss = 0.02;
/** After a change others often follow at once. */
const calmMs = 300;

/** What is known of skills: the catalogue as it is now, and a model that is learned anew when it changes. */
export class LearningSkills {
  readonly #parts: Parts;
  #catalogue = new Catalogue(0, []);
  #model: SkillModel | undefined;
  #print = '';
  #training: Promise<unknown> | undefined;
  #isStale = false;

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  get knowledge(): Knowledge {
    return { catalogue: this.#catalogue, model: this.#model };
  }

  /** Takes up the newest model that can be read. What cannot is left where it is, and said. */
  async open(): Promise<void> {
    const { models, events } = this.#parts;
    for (const version of await models.versions()) {
      try {
        this.#model = await models.read(version);
        return;
      } catch (error) {
        events.modelRefused(version, DomainError.from(error).code);
      }
    }
  }

  /** Asks for the skills; answers whether they have changed. */
  async refresh(): Promise<boolean> {
    const { skills, events } = this.#parts;
    const all = await skills.list();
    const print = all.map(({ id, version }) => `${id}@${version}`).join();
    if (print === this.#print) return false;
    this.#print = print;
    this.#catalogue = new Catalogue(this.#catalogue.version + 1, all, (skillId, error) =>
      events.skillRefused(skillId, error.code),
    );
    this.#isStale = true;
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

  async #learnInPeace(stopping: AbortSignal): Promise<void> {
    this.#isStale = false;
    if (this.#training || this.#catalogue.skills.length === 0) return;
    // What went wrong is counted and logged where it did; the model before goes on.
    for await (const progress of this.#quietly(this.train(stopping))) if (progress.outcome) return;
  }

  async *#quietly(training: AsyncGenerator<TrainProgress>): AsyncGenerator<TrainProgress> {
    try {
      yield* training;
    } catch (error) {
      if (!hasCode(error, 'training.failed', 'model.invalid', 'training.running') && !this.#parts.stopping.aborted)
        throw error;
    }
  }

  /** Learns the catalogue as it is, and changes over when that is no loss. Rejects with `training.running`, `training.failed`. */
  async *train(signal: AbortSignal): AsyncGenerator<TrainProgress> {
    if (this.#training) throw new DomainError('training.running', 'a training is going on already');
    const told: TrainProgress[] = [];
    const bell = new Bell();
    const work = this.#learn(AbortSignal.any([signal, this.#parts.stopping]), (progress) => {
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

  async #learn(signal: AbortSignal, tell: (progress: TrainProgress) => void): Promise<void> {
    const { trainer, models, events, clock } = this.#parts;
    const start = clock.elapsed();
    const { skills } = this.#catalogue;
    const version = Math.max(0, ...(await models.versions()), this.#model?.version ?? 0) + 1;
    tell({ progress: 0, sentence: sentenceFor(skills), outcome: undefined });
    try {
      const onProgress = (share: number) =>
        tell({ progress: share * 0.95, sentence: sentenceFor(skills), outcome: undefined });
      const bytes = await trainer.train({ version, skills, confirmed: [], onProgress, signal });
      signal.throwIfAborted();
      await models.write(version, bytes);
      const outcome = await this.#examine(await models.read(version), skills);
      events.trained(version, outcome.switched, clock.elapsed() - start);
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

  async #examine(model: SkillModel, skills: readonly Skill[]): Promise<TrainOutcome> {
    const examination = examinationOf(skills);
    const accuracy = accuracyOf(model, examination);
    const previousAccuracy = this.#model ? accuracyOf(this.#model, examination) : 0;
    const switched = accuracy >= previousAccuracy - bearableLoss;
    if (switched) this.#model = model;
    else await this.#parts.models.remove(model.version);
    return { model: versionOf(this.#model ?? model), switched, accuracy, previousAccuracy };
  }

  /** Back to the model before the one that serves, which is forgotten. Rejects with `model.not_found` when there is none. */
  async rollBack(): Promise<ModelVersion> {
    const { models, events } = this.#parts;
    const serving = this.#model;
    const [before] = (await models.versions()).filter((version) => version < (serving?.version ?? 0));
    if (!serving || before === undefined) throw new DomainError('model.not_found', 'there is no model before this one');
    this.#model = await models.read(before);
    await models.remove(serving.version);
    events.rolledBack(before);
    return versionOf(this.#model);
  }
}

const versionOf = ({ version, intents }: SkillModel): ModelVersion => ({
  version,
  skills: intents.labels.filter((label) => label !== noSkill).length,
});

const sentenceFor = (skills: readonly Skill[]): string =>
  `Learning ${skills.length} ${skills.length === 1 ? 'skill' : 'skills'}`;
