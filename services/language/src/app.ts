import { readFile } from 'node:fs/promises';
import { type Bus, connectBus } from '@karna/common/bus';
import { systemClock } from '@karna/common/clock';
import { ConfigError, Secret } from '@karna/common/config';
import { type Host, hostService } from '@karna/common/health';
import type { Lifecycle } from '@karna/common/lifecycle';
import type { Logger } from '@karna/common/log';
import { LanguageServiceService } from '@karna/proto/gen/language/v1/language';
import { facts } from '@karna/proto/subjects';
import { connectStore, GrpcSkills } from './adapters/grpc-skills.ts';
import { MemoryModels } from './adapters/memory/models.ts';
import { MemorySkills } from './adapters/memory/skills.ts';
import { FolderModels } from './adapters/models/folder-models.ts';
import { WorkerTrainer } from './adapters/models/worker-trainer.ts';
import { ChatCompletions } from './adapters/openai/chat-completions.ts';
import type { LanguageConfig } from './config.ts';
import { Counsel } from './counsel.ts';
import { Bell } from './domain/bell.ts';
import { Budget } from './domain/model/budget.ts';
import { languageEvents, modelEvents, skillEvents } from './events.ts';
import { FourWitnesses } from './fourth-witness.ts';
import { languageHandlers } from './handlers/grpc.ts';
import { LearningSkills } from './learning-skills.ts';
import { ModelUse } from './model-use.ts';
import type { LanguageModel, Skills } from './ports.ts';
import { Interpreter } from './service.ts';

export interface Parts {
  /** Used and left open; without it the service connects to NATS. */
  readonly bus?: Bus;
  /** Instead of the store's. */
  readonly skills?: Skills;
  /** Instead of the one at the configured address. */
  readonly languageModel?: LanguageModel;
}

/** Joins the parts. What is known of skills each replica learns for itself, from the same catalogue to the same model. */
export async function startLanguage(
  config: LanguageConfig,
  log: Logger,
  life: Lifecycle,
  parts: Parts = {},
): Promise<Host> {
  const bus = parts.bus ?? life.own('nats', await connectBus(config.nats.url, 'language', log), (it) => it.drain());
  const learning = new LearningSkills({
    skills: parts.skills ?? skillsOf(config, life),
    models: config.models.dir === undefined ? new MemoryModels() : new FolderModels(config.models.dir),
    trainer: new WorkerTrainer(config.models.trainingLimitMs),
    clock: systemClock,
    events: skillEvents(log),
    stopping: life.stopping,
  });
  await learning.open();
  await followSkills(learning, bus, config, life);
  const interpreter = new Interpreter(config.limits, systemClock, languageEvents(log), () => learning.knowledge);
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
    services: [[LanguageServiceService, languageHandlers(interpreter, witnesses, modelUse, learning, log)]],
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

function skillsOf({ skills: { storeTarget } }: LanguageConfig, life: Lifecycle): Skills {
  if (storeTarget === undefined) return new MemorySkills();
  return new GrpcSkills(life.own('store', connectStore(storeTarget), (client) => client.close()));
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
  life.loop('skills', (stopping) => learning.follow(changed, config.skills.refreshEveryMs, stopping));
}
