import { commonSettings, count, grpcTarget, millis } from '@karna/common/config';
import { z } from 'zod';

export const commandSettings = {
  ...commonSettings,
  /** Where the store service answers. */
  STORE_TARGET: grpcTarget(),
  /** Where the language service answers. */
  LANGUAGE_TARGET: grpcTarget(),
  /** Where the vision service answers. */
  VISION_TARGET: grpcTarget(),
  /** Tasks that one process works on at once; a paused task keeps its place. */
  WORKERS: count().default(8),
  /** How long a target that is not on the screen is looked for: screens are still loading (ms). */
  FIND_LIMIT_MS: millis().default(5_000),
  /** Nothing is done on a frame older than this (ms). */
  FRAME_MAX_AGE_MS: millis().default(3_000),
  /** How often a step looks again when the screen changed under it. */
  LOOKS: count().default(5),
  /** How long an effect may take to be seen after the screen came to rest (ms). */
  EFFECT_LIMIT_MS: millis().default(1_500),
  /** How long `wait until ...` waits when nothing else was said (ms). */
  WAIT_LIMIT_MS: millis().default(30_000),
  /** How long an application may take to show a window (ms). */
  OPEN_LIMIT_MS: millis().default(15_000),
  /** How long a task waits for its desktop, or for a service that does not answer (ms). */
  OFFLINE_LIMIT_MS: millis().default(20_000),
  /** No answer for so long is a no (ms). */
  APPROVAL_LIMIT_MS: millis().default(600_000),
  /** A recording whose agent has been gone for so long ends with what was seen (ms). */
  RECORDING_GONE_MS: millis().default(600_000),
  /** How often approvals that nobody gave, and recordings without an agent, are looked for (ms). */
  SWEEP_EVERY_MS: millis().default(15_000),
  /** The screen is at rest when nothing changed for this long (ms). */
  SETTLE_QUIET_MS: millis().default(100),
  /** It is not waited for longer than this (ms). */
  SETTLE_LIMIT_MS: millis().default(2_000),
  /** Between two looks while waiting for something (ms). */
  LOOK_EVERY_MS: millis().default(250),
};

export const commandConfig = z.strictObject(commandSettings).transform((env) => ({
  bind: env.BIND,
  grpcPort: env.GRPC_PORT,
  healthPort: env.HEALTH_PORT,
  nats: { url: env.NATS_URL },
  logLevel: env.LOG_LEVEL,
  store: { target: env.STORE_TARGET },
  language: { target: env.LANGUAGE_TARGET },
  vision: { target: env.VISION_TARGET },
  workers: env.WORKERS,
  recordingGoneMs: env.RECORDING_GONE_MS,
  limits: {
    findMs: env.FIND_LIMIT_MS,
    frameMaxAgeMs: env.FRAME_MAX_AGE_MS,
    looks: env.LOOKS,
    effectMs: env.EFFECT_LIMIT_MS,
    waitMs: env.WAIT_LIMIT_MS,
    openMs: env.OPEN_LIMIT_MS,
    offlineMs: env.OFFLINE_LIMIT_MS,
    approvalMs: env.APPROVAL_LIMIT_MS,
    sweepEveryMs: env.SWEEP_EVERY_MS,
    settleQuietMs: env.SETTLE_QUIET_MS,
    settleLimitMs: env.SETTLE_LIMIT_MS,
    lookEveryMs: env.LOOK_EVERY_MS,
  },
}));

export type CommandConfig = Readonly<z.output<typeof commandConfig>>;
export type Limits = Readonly<CommandConfig['limits']>;
