import { commonSettings, count, flag, grpcTarget, millis, secret } from '@karna/common/config';
import type { ScreenShown } from '@karna/proto/gen/language/v1/language';
import { z } from 'zod';

const price = () => z.coerce.number().nonnegative();

function isLocale(said: string): boolean {
  try {
    return Intl.NumberFormat.supportedLocalesOf(said).length > 0;
  } catch {
    return false; // it is not even written like one
  }
}

export const languageSettings = {
  ...commonSettings,
  /** Longest command that is read (characters). */
  MAX_CHARACTERS: count().max(20_000).default(4_000),
  /** How numbers, money and dates are written by those who do not say theirs: `en-GB`, `de-DE`. `1,250` and `03/04/2026` are read by it. */
  LOCALE: z.string().max(40).refine(isLocale, 'is no locale that is known here').default('en-US'),
  /** Where the store service answers, which has the skills. Without it there are only direct commands. */
  STORE_TARGET: grpcTarget().optional(),
  /** Where models are kept. Without it they are learned anew at every start. */
  MODELS_DIR: z.string().min(1).optional(),
  /** Longest that a training may take (ms). */
  TRAINING_LIMIT_MS: millis().default(300_000),
  /** How often the skills are asked for when nobody told of a change (ms). */
  REFRESH_EVERY_MS: millis().default(30_000),
  /** Interpretations that are remembered where there is no Redis. */
  REMEMBERED: count().default(2_000),
  /** Interpretations are remembered so long (ms). */
  REMEMBER_MS: millis().default(600_000),
  /** `redis://host:port` of a cache that replicas share. Not said: each has its own, in memory. */
  REDIS_URL: secret().optional(),
  /** Hides in the cache what was said and meant; the same for all replicas. Not said: one of this process, and Redis shares nothing. */
  CACHE_KEY: secret().optional(),
  /** A language model's OpenAI-compatible address, up to and with the version: `http://127.0.0.1:11434/v1`. Without it there is none. */
  LLM_URL: z.url({ protocol: /^https?$/ }).optional(),
  /** Its name there. */
  LLM_MODEL: z.string().min(1).max(200).optional(),
  /** What it is asked with, where it wants a key: itself, or a file that has it. */
  LLM_KEY: secret().optional(),
  LLM_KEY_FILE: z.string().min(1).optional(),
  /** Also a fourth witness to commands that the others are in doubt about; else it is asked on request only. */
  LLM_WITNESS: flag().default(true),
  /** What it may see of a screen, redacted by the agent: nothing, the texts, or the picture too. */
  LLM_SCREEN: z.enum(['none', 'text', 'picture']).default('none'),
  /** Longest answer (tokens). */
  LLM_MAX_TOKENS: count().max(32_000).default(1_000),
  /** Longest that a question may take (ms); for the witness, whom a command waits for, less. */
  LLM_LIMIT_MS: millis().max(600_000).default(60_000),
  LLM_WITNESS_LIMIT_MS: millis().max(8_000).default(5_000),
  /** What it may take in a day (UTC), each replica. */
  LLM_CALLS_PER_DAY: count().default(500),
  LLM_TOKENS_PER_DAY: count().default(1_000_000),
  /** Money in a day, in the currency of the prices. Needs the prices. */
  LLM_COST_PER_DAY: price().optional(),
  /** Per 1,000 tokens of what is asked and of what is answered. */
  LLM_PRICE_PROMPT: price().default(0),
  LLM_PRICE_ANSWER: price().default(0),
};

type Env = z.output<z.ZodObject<typeof languageSettings>>;

const faultOf = (env: Env): string | undefined => {
  if ((env.LLM_URL === undefined) !== (env.LLM_MODEL === undefined)) return 'LLM_URL and LLM_MODEL go together';
  if (env.LLM_KEY && env.LLM_KEY_FILE) return 'LLM_KEY and LLM_KEY_FILE exclude each other';
  if (env.LLM_URL && /^https?:\/\/[^/]*@/.test(env.LLM_URL))
    return 'LLM_URL has no key in it: LLM_KEY or LLM_KEY_FILE is for that';
  if (env.LLM_COST_PER_DAY !== undefined && env.LLM_PRICE_PROMPT + env.LLM_PRICE_ANSWER === 0)
    return 'LLM_COST_PER_DAY needs LLM_PRICE_PROMPT and LLM_PRICE_ANSWER';
  return undefined;
};

const shownOf = {
  none: 'SCREEN_SHOWN_NONE',
  text: 'SCREEN_SHOWN_TEXT',
  picture: 'SCREEN_SHOWN_PICTURE',
} as const satisfies Record<Env['LLM_SCREEN'], ScreenShown>;

function languageModelOf(env: Env) {
  if (env.LLM_URL === undefined || env.LLM_MODEL === undefined) return undefined;
  return {
    url: env.LLM_URL,
    model: env.LLM_MODEL,
    key: env.LLM_KEY,
    keyFile: env.LLM_KEY_FILE,
    isWitness: env.LLM_WITNESS,
    shown: shownOf[env.LLM_SCREEN],
    maxTokens: env.LLM_MAX_TOKENS,
    limitMs: env.LLM_LIMIT_MS,
    witnessLimitMs: env.LLM_WITNESS_LIMIT_MS,
    allowance: {
      callsPerDay: env.LLM_CALLS_PER_DAY,
      tokensPerDay: env.LLM_TOKENS_PER_DAY,
      costPerDay: env.LLM_COST_PER_DAY,
      prices: { prompt: env.LLM_PRICE_PROMPT, answer: env.LLM_PRICE_ANSWER },
    },
  };
}

const checkedSettings = z.strictObject(languageSettings).superRefine((env, context) => {
  const message = faultOf(env);
  if (message) context.addIssue({ code: 'custom', message });
});

export const languageConfig = checkedSettings.transform((env) => ({
  bind: env.BIND,
  grpcPort: env.GRPC_PORT,
  healthPort: env.HEALTH_PORT,
  nats: { url: env.NATS_URL },
  logLevel: env.LOG_LEVEL,
  limits: { characters: env.MAX_CHARACTERS },
  locale: env.LOCALE,
  cache: { remembered: env.REMEMBERED, ttlMs: env.REMEMBER_MS, redisUrl: env.REDIS_URL, key: env.CACHE_KEY },
  skills: { storeTarget: env.STORE_TARGET, refreshEveryMs: env.REFRESH_EVERY_MS },
  models: { dir: env.MODELS_DIR, trainingLimitMs: env.TRAINING_LIMIT_MS },
  languageModel: languageModelOf(env),
}));

export type LanguageConfig = Readonly<z.output<typeof languageConfig>>;
