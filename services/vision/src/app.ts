import { type Bus, connectBus } from '@karna/common/bus';
import { hostService } from '@karna/common/health';
import type { Lifecycle } from '@karna/common/lifecycle';
import type { Logger } from '@karna/common/log';
import { VisionServiceService } from '@karna/proto/gen/vision/v1/vision';
import { SharpImages } from './adapters/image.ts';
import { WorkerPool } from './adapters/onnx/pool.ts';
import type { VisionConfig } from './config.ts';
import { ScreenCache } from './domain/screen-cache.ts';
import { visionEvents } from './events.ts';
import { visionHandlers } from './handlers/grpc.ts';
import { Vision } from './service.ts';

/** Loads and warms the models, then serves. A test, or the all-in-one runner, may bring its own bus. */
export async function startVision(config: VisionConfig, log: Logger, life: Lifecycle, parts: { bus?: Bus } = {}) {
  const bus = parts.bus ?? life.own('bus', await connectBus(config.nats.url, 'vision', log), (open) => open.drain());
  const { folder, workers, threads, queueLimit } = config.models;
  const pool = life.own(
    'workers',
    await WorkerPool.open({ modelsFolder: folder, threads, workers, queueLimit, imageLimits: config.images, log }),
    (open) => open.close(),
  );
  const vision = new Vision({
    images: new SharpImages(config.images),
    perception: pool,
    cache: new ScreenCache(config.cache.maxBytes),
    events: visionEvents(log),
  });
  const { grpcPort, healthPort } = await hostService(life, {
    name: 'vision',
    config,
    log,
    bus,
    services: [[VisionServiceService, visionHandlers(vision, log)]],
    checks: { workers: async () => pool.isUp },
  });
  return { grpcPort, healthPort };
}
