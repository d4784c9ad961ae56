// Business events: counters and log lines. Commands are personal: their words are never here, only what became of them.
import type { Logger } from '@karna/common/log';
import { counter, gauge, histogram } from '@karna/common/telemetry';
import type { ErrorCode } from '@karna/proto/errors';
import type { Outcome } from './domain/interpret.ts';

export type Asked = 'command' | 'target';
/** What became of it: an outcome of the grammar, or the code it was refused with. */
export type Became = Outcome['$case'] | ErrorCode;

const outcomes = counter('karna_language_outcomes_total', 'Commands and targets interpreted', ['asked', 'outcome']);
/** Seconds: a short command takes some tens of microseconds. */
const buckets = [0.000_05, 0.000_1, 0.000_25, 0.000_5, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.1, 0.5];
const seconds = histogram('karna_language_interpret_seconds', 'Time to interpret', ['asked'], buckets);

export type Events = ReturnType<typeof languageEvents>;

export const languageEvents = (log: Logger) => ({
  interpreted: (asked: Asked, outcome: Became, ms: number, steps: number) => {
    outcomes.inc({ asked, outcome });
    seconds.observe({ asked }, ms / 1_000);
    log.info({ asked, outcome, steps }, 'interpreted');
  },
  remembered: (found: boolean) => looked.inc({ found: found ? 'hit' : 'miss' }),
  cacheAnswered: (up: boolean, changed: boolean) => {
    cacheUp.set(up ? 1 : 0);
    if (changed) log.warn({ up }, up ? 'the cache answers again' : 'the cache does not answer: going on without');
  },
  conversed: (heard: string, became: string) => {
    turns.inc({ heard, became });
    log.info({ heard, became }, 'a turn of a conversation');
  },
  turnNotKept: (code: ErrorCode) => log.warn({ code }, 'a turn of a conversation was not kept'),
  confirmed: (origin: string, learned: boolean) => {
    confirmations.inc({ origin, became: learned ? 'kept' : 'nothing' });
    log.info({ origin, learned }, 'a meaning was confirmed');
  },
});

const looked = counter('karna_language_cache_total', 'Interpretations looked for among those made before', ['found']);
const cacheUp = gauge('karna_language_cache_up', '1 when the cache answers');
const turns = counter('karna_language_turns_total', 'Turns of conversations', ['heard', 'became']);
const confirmations = counter('karna_language_confirmations_total', 'What people confirmed', ['origin', 'became']);

const trainings = counter('karna_language_trainings_total', 'Trainings that ended', ['became']);
const skillCount = gauge('karna_language_skills', 'Skills that can be asked for');
const refusals = counter('karna_language_refused_total', 'Skills and models that were left out', ['what']);

export type SkillEvents = ReturnType<typeof skillEvents>;

/** What becomes of skills and models: ids, counts and codes. */
export const skillEvents = (log: Logger) => ({
  catalogueChanged: (skills: number) => {
    skillCount.set({}, skills);
    log.info({ skills }, 'catalogue changed');
  },
  catalogueUnreachable: (code: ErrorCode) => log.warn({ code }, 'the skills could not be asked for; those known go on'),
  skillRefused: (skillId: string, code: ErrorCode) => {
    refusals.inc({ what: 'skill' });
    log.warn({ skillId, code }, 'a skill was left out');
  },
  modelRefused: (version: number, code: ErrorCode) => {
    refusals.inc({ what: 'model' });
    log.error({ version, code }, 'a model was left out');
  },
  modelTaken: (version: number) => log.info({ version }, 'took up what another replica learned'),
  trained: (version: number, switched: boolean, ms: number) => {
    trainings.inc({ became: switched ? 'switched' : 'no_better' });
    log.info({ version, switched, ms: Math.round(ms) }, 'trained');
  },
  trainingFailed: (code: ErrorCode) => {
    trainings.inc({ became: 'failed' });
    log.error({ code }, 'a training failed');
  },
  rolledBack: (version: number) => log.info({ version }, 'went back to the model before'),
});

export type Purpose = 'witness' | 'plan' | 'paraphrase';

const modelCalls = counter('karna_language_model_calls_total', 'Questions to the language model', [
  'purpose',
  'became',
]);
const modelTokens = counter('karna_language_model_tokens_total', 'Tokens of the language model', ['kind']);
const modelBuckets = [0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60];
const modelSeconds = histogram(
  'karna_language_model_seconds',
  'Time the language model took',
  ['purpose'],
  modelBuckets,
);

export type ModelEvents = ReturnType<typeof modelEvents>;

/** What is asked of the language model: how often, how long and what became of it; never what was asked or answered. */
export const modelEvents = (log: Logger) => ({
  modelAsked: (
    purpose: Purpose,
    became: 'ok' | ErrorCode,
    ms: number,
    { prompt, answer }: { readonly prompt: number; readonly answer: number },
  ) => {
    modelCalls.inc({ purpose, became });
    modelTokens.inc({ kind: 'prompt' }, prompt);
    modelTokens.inc({ kind: 'answer' }, answer);
    modelSeconds.observe({ purpose }, ms / 1_000);
    log.info({ purpose, became, ms: Math.round(ms), prompt, answer }, 'the language model was asked');
  },
});
