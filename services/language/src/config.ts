import { commonSettings, count, grpcTarget, millis } from '@karna/common/config';
import { z } from 'zod';

export const languageSettings = {
  ...commonSettings,
  /** Longest command that is read (characters). */
  MAX_CHARACTERS: count().max(20_000).default(4_000),
  /** Where the store service answers, which has the skills. Without it there are only direct commands. */
  STORE_TARGET: grpcTarget().optional(),
  /** Where models are kept. Without it they are learned anew at every start. */
  MODELS_DIR: z.string().min(1).optional(),
  /** Longest that a training may take (ms). */
  TRAINING_LIMIT_MS: millis().default(300_000),
  /** How often the skills are asked for when nobody told of a change (ms). */
  REFRESH_EVERY_MS: millis().default(30_000),
  /** Interpretations that are remembered. */
  REMEMBERED: count().default(2_000),
};

export const languageConfig = z.strictObject(languageSettings).transform((env) => ({
  bind: env.BIND,
  grpcPort: env.GRPC_PORT,
  healthPort: env.HEALTH_PORT,
  nats: { url: env.NATS_URL },
  logLevel: env.LOG_LEVEL,
  limits: { characters: env.MAX_CHARACTERS, remembered: env.REMEMBERED },
  skills: { storeTarget: env.STORE_TARGET, refreshEveryMs: env.REFRESH_EVERY_MS },
  models: { dir: env.MODELS_DIR, trainingLimitMs: env.TRAINING_LIMIT_MS },
}));

export type LanguageConfig = Readonly<z.output<typeof languageConfig>>;
