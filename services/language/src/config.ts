import { commonSettings, count } from '@karna/common/config';
import { z } from 'zod';

export const languageSettings = {
  ...commonSettings,
  /** Longest command that is read (characters). */
  MAX_CHARACTERS: count().max(20_000).default(4_000),
};

export const languageConfig = z.strictObject(languageSettings).transform((env) => ({
  bind: env.BIND,
  grpcPort: env.GRPC_PORT,
  healthPort: env.HEALTH_PORT,
  nats: { url: env.NATS_URL },
  logLevel: env.LOG_LEVEL,
  limits: { characters: env.MAX_CHARACTERS },
}));

export type LanguageConfig = Readonly<z.output<typeof languageConfig>>;
