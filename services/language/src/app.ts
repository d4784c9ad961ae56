import { randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { type Bus, connectBus } from '@karna/common/bus';
import { MemoryCache, RedisCache } from '@karna/common/cache';
import { systemClock } from '@karna/common/clock';
import { ConfigError, Secret } from '@karna/common/config';
import { type Host, hostService } from '@karna/common/health';
import type { Lifecycle } from '@karna/common/lifecycle';
import type { Logger } from '@karna/common/log';
import { LanguageServiceService } from '@karna/proto/gen/language/v1/language_service';
import { freshId } from '@karna/proto/ids';
import { facts } from '@karna/proto/subjects';
import { connectStore, GrpcExamples, GrpcSkills, grpcTasks, grpcThreads } from './adapters/grpc-store.ts';
import { MemoryModels } from './adapters/memory/models.ts';
import { MemorySkills } from './adapters/memory/skills.ts';
import { MemoryExamples, MemoryTasks, MemoryThreads } from './adapters/memory/store.ts';
import { FolderModels } from './adapters/models/folder-models.ts';
import { WorkerTrainer } from './adapters/models/worker-trainer.ts';
import { ChatCompletions } from './adapters/openai/chat-completions.ts';
import { SealedAnswers } from './adapters/sealed-answers.ts';
import type { LanguageConfig } from './config.ts';
import { Confirming } from './confirming.ts';
import { Conversations } from './conversation/index.ts';
import { Counsel } from './counsel.ts';
import { Bell } from './domain/bell.ts';
import { Budget } from './domain/model/budget.ts';
import { type Events, languageEvents, modelEvents, skillEvents } from './events.ts';
import { FourWitnesses } from './fourth-witness.ts';
import { languageHandlers } from './handlers/grpc.ts';
import { LearningSkills } from './learning-skills.ts';
import { ModelUse } from './model-use.ts';
import type { Examples, LanguageModel, Skills, Tasks, Threads } from './ports.ts';
import { Interpreter } from './service.ts';

/** What the store has. */
export interface Kept {
  readonly skills: Skills;
  readonly examples: Examples;
  readonly threads: Threads;
  readonly tasks: Tasks;
}

export interface Parts {
  /** Used and left open; without it the service connects to NATS. */
  readonly bus?: Bus;
  /** Instead of the store's. */
  readonly kept?: Partial<Kept>;
  /** Instead of the one at the configured address. */
  readonly languageModel?: LanguageModel;
}

/** Joins the parts. Replicas learn from the same catalogue the same model; where they share a folder of models, one learns for all. */
export async function startLanguage(
  config: LanguageConfig,
  log: Logger,
  life: Lifecycle,
  parts: Parts = {},
): Promise<Host> {
  const bus = parts.bus ?? life.own('nats', await connectBus(config.nats.url, 'language', log), (it) => it.drain());
  const kept = { ...keptBy(config, life), ...parts.kept };
  const instanceId = freshId<string>('language');
  const learning = new LearningSkills({
    ...kept,
    models: config.models.dir === undefined ? new MemoryModels() : new FolderModels(config.models.dir),
    trainer: new WorkerTrainer(config.models.trainingLimitMs),
    clock: systemClock,
    events: skillEvents(log),
    stopping: life.stopping,
    trainingLimitMs: config.models.trainingLimitMs,
    // Who misses it looks again by and by.
    announce: (learned) => bus.publish(facts.skillsLearned, { instanceId }, learned).catch(() => {}),
  });
  await learning.open();
  await followSkills(learning, bus, config, life);
  const events = languageEvents(log);
  const answers = await openAnswers(config, events, life);
  const interpreter = new Interpreter(
    config.limits,
    systemClock,
    events,
    () => learning.knowledge,
    answers,
    config.locale,
  );
  const confirming = new Confirming(interpreter, kept.examples, events);
  const conversations = new Conversations({ interpreter, confirming, ...kept, clock: systemClock, events });
  const { languageModel: settings } = config;
  const counsel = await counselOf(config, log, parts.languageModel);
  const witnesses = new FourWitnesses(
    interpreter,
    settings?.isWitness ? counsel : undefined,
    settings?.witnessLimitMs ?? 0,
  );
  const modelUse = new ModelUse({ interpreter, counsel, settings });
  return hostService(life, {
    name: 'language',
    config,
    log,
    bus,
    services: [
      [
        LanguageServiceService,
        languageHandlers({ interpreter, witnesses, modelUse, learning, confirming, conversations }, log),
      ],
    ],
    notes: { 'language model': settings?.model ?? 'none' },
  });
}

/** Undefined where no model is configured, which is how it comes. */
async function counselOf(
  { languageModel: settings }: LanguageConfig,
  log: Logger,
  given?: LanguageModel,
): Promise<Counsel | undefined> {
  if (!settings) return undefined;
  const { url, model, maxTokens, allowance } = settings;
  return new Counsel({
    model: given ?? new ChatCompletions({ url, model, key: await keyOf(settings) }),
    budget: new Budget(allowance),
    maxTokens,
    clock: systemClock,
    events: modelEvents(log),
  });
}

async function keyOf({ key, keyFile }: NonNullable<LanguageConfig['languageModel']>): Promise<Secret | undefined> {
  if (keyFile === undefined) return key;
  const written = await readFile(keyFile, 'utf8').catch((cause: unknown) => {
    throw new ConfigError('KARNA_LANGUAGE_LLM_KEY_FILE: the file cannot be read', { cause });
  });
  if (written.trim() === '') throw new ConfigError('KARNA_LANGUAGE_LLM_KEY_FILE: the file is empty');
  return new Secret(written.trim());
}

function keptBy({ skills: { storeTarget } }: LanguageConfig, life: Lifecycle): Kept {
  if (storeTarget === undefined) {
    const tasks = new MemoryTasks();
    return { skills: new MemorySkills(), examples: new MemoryExamples(), threads: new MemoryThreads(tasks), tasks };
  }
  const store = life.own('store', connectStore(storeTarget), (client) => client.close());
  return {
    skills: new GrpcSkills(store),
    examples: new GrpcExamples(store),
    threads: grpcThreads(store),
    tasks: grpcTasks(store),
  };
}

async function openAnswers({ cache }: LanguageConfig, events: Events, life: Lifecycle): Promise<SealedAnswers> {
  const { redisUrl, remembered, ttlMs, key = new Secret(randomBytes(32).toString('hex')) } = cache;
  if (redisUrl === undefined) return new SealedAnswers(new MemoryCache(systemClock, remembered), key, ttlMs);
  const redis = await RedisCache.open(redisUrl, systemClock, events.cacheAnswered);
  life.own('redis', redis, (open) => open.close());
  return new SealedAnswers(redis, key, ttlMs);
}

async function followSkills(
  learning: LearningSkills,
  bus: Bus,
  config: LanguageConfig,
  life: Lifecycle,
): Promise<void> {
  const changed = new Bell();
  const heard = await bus.subscribe(facts.skillsChanged, async () => changed.ring());
  life.own('changes of skills', heard, (open) => open.close());
  const learned = await bus.subscribe(facts.skillsLearned, async (fact) => {
    await learning.hear(fact);
    changed.ring();
  });
  life.own('what others learn', learned, (open) => open.close());
  life.loop('skills', (stopping) => learning.follow(changed, config.skills.refreshEveryMs, stopping));
}
