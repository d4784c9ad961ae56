// Every NATS subject in the system, beside the messages it carries. Facts end in a past participle, orders in an imperative.
import { ClientsReported, TokensRevoked } from './gen/karna/access/v1/access.ts';
import {
  Batch,
  BatchResult,
  DesktopHalted,
  DesktopRecorded,
  HaltDesktop,
  RecordDesktop,
  ScreenAnswer,
  ScreenOrder,
  ScreenShown,
} from './gen/karna/agent/v1/agent.ts';
import { DesktopReported } from './gen/karna/desktop/v1/desktop.ts';
import { RecordingChanged } from './gen/karna/recording/v1/recording.ts';
import { ServiceReported } from './gen/karna/service/v1/service.ts';
import { SkillsChanged, SkillsLearned } from './gen/karna/skill/v1/skill.ts';
import { SteerTask, TaskChanged, TaskReady, TaskSteered } from './gen/karna/task/v1/task.ts';
import { ModelChosen } from './gen/karna/vision/v1/model.ts';

export const facts = {
  taskChanged: fact('karna.v1.task.{taskId}.changed', TaskChanged),
  desktopReported: fact('karna.v1.desktop.{desktopId}.reported', DesktopReported),
  /** What a person who teaches did; with gapless numbers, so that whoever missed one asks the store. */
  recordingChanged: fact('karna.v1.recording.{recordingId}.changed', RecordingChanged),
  /** The live picture, for the gateways whose clients watch that desktop. Newest wins: what was lost is shown again. */
  screenShown: fact('karna.v1.desktop.{desktopId}.shown', ScreenShown),
  /** For every gateway: who is connected to that one. */
  clientsReported: fact('karna.v1.gateway.{instanceId}.reported', ClientsReported),
  /** For every gateway; the name is of the one where it was said. */
  tokensRevoked: fact('karna.v1.gateway.{instanceId}.revoked', TokensRevoked),
  serviceReported: fact('karna.v1.service.{instanceId}.reported', ServiceReported),
  /** For every replica of language. */
  skillsChanged: fact('karna.v1.skill.{skillId}.changed', SkillsChanged),
  /** For every replica of language that shares a folder of models; `print` is of what was learned. */
  skillsLearned: fact('karna.v1.language.{instanceId}.learned', SkillsLearned),
  /** For every replica of vision; the name is the kind of models, `vision`. */
  modelChosen: fact('karna.v1.models.{name}.chosen', ModelChosen),
};

/** Requests with one answer, served by whoever holds the thing: the gateway with the agent, the worker with the task. */
export const orders = {
  perform: order('karna.v1.desktop.{desktopId}.perform', Batch, BatchResult),
  haltDesktop: order('karna.v1.desktop.{desktopId}.halt', HaltDesktop, DesktopHalted),
  recordDesktop: order('karna.v1.desktop.{desktopId}.record', RecordDesktop, DesktopRecorded),
  /** From the gateway of a viewer to the one that holds the agent. */
  watchScreen: order('karna.v1.desktop.{desktopId}.watch', ScreenOrder, ScreenAnswer),
  steerTask: order('karna.v1.task.{taskId}.steer', SteerTask, TaskSteered),
};

/** Durable work, one stream each: delivered at least once, to one worker at a time. */
export const work = {
  taskReady: { ...fact('karna.v1.work.{taskId}.readied', TaskReady), stream: 'KARNA_WORK' },
};

export interface Codec<T> {
  encode(message: T): { finish(): Uint8Array };
  decode(bytes: Uint8Array): T;
}

export interface Fact<Name extends string, T> {
  readonly codec: Codec<T>;
  /** Matches every subject of this kind. */
  readonly all: string;
  /** The subject for one thing. Values become single tokens, so none can smuggle in a wildcard. */
  at(params: Record<Name, string>): string;
}

export interface Order<Name extends string, Req, Res> extends Fact<Name, Req> {
  readonly reply: Codec<Res>;
}

export interface Work<Name extends string, T> extends Fact<Name, T> {
  readonly stream: string;
}

type Params<P extends string> = P extends `${string}{${infer Name}}${infer Rest}` ? Name | Params<Rest> : never;

function fact<const P extends string, T>(pattern: P, codec: Codec<T>): Fact<Params<P>, T> {
  const fill = (value: (name: Params<P>) => string) =>
    pattern.replace(/\{(\w+)\}/g, (_, name: Params<P>) => value(name));
  return { codec, all: fill(() => '*'), at: (params) => fill((name) => token(params[name])) };
}

function order<const P extends string, Req, Res>(
  pattern: P,
  codec: Codec<Req>,
  reply: Codec<Res>,
): Order<Params<P>, Req, Res> {
  return { ...fact(pattern, codec), reply };
}

// `unknown` on purpose: the check that guards a wildcard must also hold for callers without types.
function token(value: unknown): string {
  if (typeof value === 'string' && /^[\w-]+$/.test(value)) return value;
  throw new TypeError(`not a subject token: ${JSON.stringify(value)}`);
}
