import { type Bus, connectBus } from '@karna/common/bus';
import { hostService } from '@karna/common/health';
import type { Lifecycle } from '@karna/common/lifecycle';
import type { Logger } from '@karna/common/log';
import { VisionServiceService } from '@karna/proto/gen/vision/v1/vision';
import { facts } from '@karna/proto/subjects';
import { SharpImages } from './adapters/image.ts';
import { WorkerPool } from './adapters/onnx/pool.ts';
import { FolderPacks } from './adapters/registry/folder-packs.ts';
import { tryPack } from './adapters/registry/trial.ts';
import { ModelChoice, openChosen } from './choosing.ts';
import type { VisionConfig } from './config.ts';
import { ScreenCache } from './domain/screen-cache.ts';
import { visionEvents } from './events.ts';
import { visionHandlers } from './handlers/grpc.ts';
import { modelHandlers } from './handlers/models.ts';
import { modelEvents } from './model-events.ts';
import type { Images } from './ports.ts';
import { Vision } from './service.ts';

/** All replicas of vision use the same models; language has others. */
const kind = { name: 'vision' };

/** Loads and warms the models, then serves. A test, or the all-in-one runner, may bring its own bus. */
export async function startVision(config: VisionConfig, log: Logger, life: Lifecycle, parts: { bus?: Bus } = {}) {
  const bus = parts.bus ?? life.own('bus', await connectBus(config.nats.url, 'vision', log), (open) => open.drain());
  const { pool, choice } = await openModels(config, log, life, bus);
  const vision = new Vision({
    images: keyedByModels(new SharpImages(config.images), pool),
    perception: pool,
    cache: new ScreenCache(config.cache.maxBytes),
    events: visionEvents(log),
  });
  const following = await bus.subscribe(facts.modelChosen, (chosen) => choice.follow(chosen));
  life.own('choices of other replicas', following, (open) => open.close());
  const { grpcPort, healthPort } = await hostService(life, {
    name: 'vision',
    config,
    log,
    bus,
    services: [[VisionServiceService, { ...visionHandlers(vision, log), ...modelHandlers(choice, log) }]],
    checks: { workers: async () => pool.isUp },
  });
  return { grpcPort, healthPort };
}

/** Workers with the chosen models, and what changes them. */
async function openModels(config: VisionConfig, log: Logger, life: Lifecycle, bus: Bus) {
  const events = modelEvents(log);
  const { models, queue, images: imageLimits } = config;
  const packs = await FolderPacks.open({
    builtInFolder: models.folder,
    folder: config.packs.folder,
    maxPackBytes: config.packs.maxBytes,
    allowPrivate: config.packs.allowPrivate,
    tryOut: (folder, signal) => tryPack({ folder, imageLimits }, signal),
    log,
  });
  const open = (modelsFolder: string) =>
    WorkerPool.open({
      modelsFolder,
      threads: models.threads,
      workers: models.workers,
      queueLimit: queue.limit,
      desktopQueueLimit: queue.perDesktop,
      imageLimits,
      log,
      onBroken: () => void choice.fallBack(),
    });
  const { opened: pool, serving } = await openChosen(packs, open, events);
  life.own('workers', pool, (it) => it.close());
  const choice = new ModelChoice(
    {
      packs,
      change: (folder) => pool.use(folder),
      announce: (chosen) => bus.publish(facts.modelChosen, kind, chosen),
      events,
      stopping: life.stopping,
    },
    serving,
  );
  return { pool, choice };
}

/** What other models saw in a picture is not what these would see: it is found under another key. */
const keyedByModels = (images: Images, pool: WorkerPool): Images => ({
  check: async (image) => {
    const { changes } = pool;
    return { key: `${changes}/${(await images.check(image)).key}` };
  },
});
