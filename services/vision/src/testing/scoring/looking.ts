import { readFile } from 'node:fs/promises';
import { MemoryBus } from '@karna/common/bus';
import { type Calls, connectGrpc } from '@karna/common/grpc';
import type { Lifecycle } from '@karna/common/lifecycle';
import { quiet } from '@karna/common/log';
import type { Element } from '@karna/proto/gen/vision/v1/element';
import type { ParseReply } from '@karna/proto/gen/vision/v1/vision';
import { VisionServiceService } from '@karna/proto/gen/vision/v1/vision';
import { startVision } from '../../app.ts';
import { visionConfig } from '../../config.ts';
import type { Detection, ElementsSeen } from './average-precision.ts';
import { absentFrom, descriptionsOf } from './descriptions.ts';
import { type Found, judgeAbsent, judgeFind } from './finding.ts';
import type { Truth } from './truth.ts';
import type { ReadWord, WordsSeen } from './word-accuracy.ts';

// What the whole service answers over gRPC about labelled pictures: that is what its users get.

export type VisionCalls = Calls<typeof VisionServiceService>;

/** Only a machine with far too much to do takes as long (ms). */
const slowestMs = 300_000;

/** The service with its shipped models (or those of `settings.MODELS_DIR`), behind gRPC on loopback. */
export async function openVision(
  life: Lifecycle,
  settings: Readonly<Record<string, string>> = {},
): Promise<VisionCalls> {
  const config = visionConfig.parse({ NATS_URL: 'nats://127.0.0.1:4222', ...settings });
  const { grpcPort } = await startVision(config, quiet, life, { bus: new MemoryBus(quiet) });
  const client = connectGrpc(VisionServiceService, `127.0.0.1:${grpcPort}`, { retry: [], deadlineMs: slowestMs });
  return life.own('vision client', client, (open) => open.close()).calls;
}

export interface Looked extends ElementsSeen, WordsSeen {
  readonly found: readonly Found[];
}

/** What a bench wants to know meanwhile. */
export interface Watching {
  /** How many of all have been looked at. */
  readonly done?: (count: number, all: number) => void;
  /** A picture was refused; without this it ends everything. */
  readonly failed?: (truth: Truth, error: unknown) => void;
}

/** Picture after picture; each is asked for names of the next ones, which are not on it. */
export async function lookAtAll(
  vision: VisionCalls,
  truths: readonly Truth[],
  { done, failed }: Watching = {},
): Promise<Looked[]> {
  const looked: Looked[] = [];
  for (const [index, truth] of truths.entries()) {
    try {
      looked.push(await look(vision, truth, nextOnes(truths, index)));
    } catch (error) {
      if (!failed) throw error;
      failed(truth, error);
    }
    done?.(index + 1, truths.length);
  }
  return looked;
}

const nextOnes = (truths: readonly Truth[], index: number): Truth[] =>
  [...truths.slice(index + 1), ...truths.slice(0, index)].slice(0, foreignPictures);

/** Whose names are asked for where they are not. */
const foreignPictures = 3;
/** At most so many questions for what is not there, per picture. */
const absentPerPicture = 5;

/** Parses one picture and asks for everything that can be described, and for some things of the `others` that are not there. */
async function look(vision: VisionCalls, truth: Truth, others: readonly Truth[]): Promise<Looked> {
  const image = { data: await readFile(truth.image) };
  const seen = await vision.parse({ image, accessible: [], desktopId: '', id: truth.name, withGuesses: true });
  return {
    truth,
    detections: detectionsOf(seen),
    words: wordsOf(seen),
    found: await askForAll(vision, truth, others, image),
  };
}

async function askForAll(
  vision: VisionCalls,
  truth: Truth,
  others: readonly Truth[],
  image: { data: Buffer },
): Promise<Found[]> {
  const ask = (query: Parameters<VisionCalls['locate']>[0]['query']) =>
    vision.locate({ image, query, limit: 1, desktopId: '', accessible: [] });
  const found: Found[] = [];
  for (const description of descriptionsOf(truth)) found.push(judgeFind(description, await ask(description.query)));
  for (const query of absentFrom(truth, others, absentPerPicture)) found.push(judgeAbsent(await ask(query)));
  return found;
}

const detectionsOf = ({ elements, guesses }: ParseReply): Detection[] =>
  [...elements, ...guesses].flatMap((element) => {
    const { box, role, score, likelihood = score } = element;
    return box ? { box, role, score: likelihood, states: statesOf(element) } : [];
  });

const statesOf = ({ checked, ...element }: Element): string[] => [
  ...(checked === 'CHECKED_STATE_ON' ? ['checked'] : []),
  ...(['selected', 'disabled', 'focused'] as const).filter((state) => element[state]),
];

const wordsOf = ({ lines }: ParseReply): ReadWord[] =>
  lines.flatMap(({ words }) => words.flatMap(({ text, box }) => (box ? { text, box } : [])));
