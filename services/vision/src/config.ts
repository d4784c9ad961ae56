import { fileURLToPath } from 'node:url';
import { commonSettings, count, flag } from '@karna/common/config';
import { z } from 'zod';

/** Works from src/ and from dist/: both are two folders below the repository's root in services/vision. */
const ownModels = fileURLToPath(new URL('../../../models/', import.meta.url));

export const visionConfig = z
  .strictObject({
    ...commonSettings,
    /** Folder with the models that come with Karna and their manifest.json; only read. */
    MODELS_DIR: z.string().default(ownModels),
    /** Folder for packs of models that were pulled, and for which one was chosen; replicas may share it. Empty: none can be pulled. */
    PACKS_DIR: z.string().default(''),
    /** Largest pack of models (MiB, all files). */
    MAX_PACK_MB: count().max(4096).default(512),
    /** Whether packs may be pulled from this machine or a private network over http(s). */
    PULL_PRIVATE: flag().default(false),
    /** Images looked at side by side; each worker holds the models (about 200 MB). */
    WORKERS: count().max(64).default(1),
    /** Cores that one worker computes on. */
    THREADS: count().max(64).default(2),
    /** Images that may wait for a worker; more are refused with `service.overloaded`. */
    QUEUE_LIMIT: z.coerce.number().int().min(0).default(16),
    /** How many of them may be of one desktop. */
    DESKTOP_QUEUE_LIMIT: z.coerce.number().int().min(0).default(8),
    /** Memory for what was seen in recent images (MiB). */
    CACHE_MB: z.coerce.number().int().min(0).default(32),
    /** Largest image (MiB, encoded). */
    MAX_IMAGE_MB: count().max(60).default(32),
    /** Largest image (millions of pixels, decoded). */
    MAX_IMAGE_MEGAPIXELS: count().max(200).default(40),
  })
  .transform((env) => ({
    bind: env.BIND,
    grpcPort: env.GRPC_PORT,
    healthPort: env.HEALTH_PORT,
    nats: { url: env.NATS_URL },
    logLevel: env.LOG_LEVEL,
    models: { folder: env.MODELS_DIR, workers: env.WORKERS, threads: env.THREADS },
    queue: { limit: env.QUEUE_LIMIT, perDesktop: env.DESKTOP_QUEUE_LIMIT },
    packs: { folder: env.PACKS_DIR, maxBytes: env.MAX_PACK_MB * 1024 * 1024, allowPrivate: env.PULL_PRIVATE },
    cache: { maxBytes: env.CACHE_MB * 1024 * 1024 },
    images: { maxBytes: env.MAX_IMAGE_MB * 1024 * 1024, maxPixels: env.MAX_IMAGE_MEGAPIXELS * 1_000_000 },
  }));

export type VisionConfig = z.output<typeof visionConfig>;
