// The simulated parts behind real gRPC, so that the adapters and the wire are exercised too.
import { DomainError } from '@karna/common/errors';
import { conversing, type GrpcServer, serveGrpc, streaming, unary } from '@karna/common/grpc';
import { quiet } from '@karna/common/log';
import { type LanguageServiceServer, LanguageServiceService } from '@karna/proto/gen/language/v1/language_service';
import { type StoreServiceServer, StoreServiceService } from '@karna/proto/gen/store/v1/store';
import { ParseReply, type VisionServiceServer, VisionServiceService } from '@karna/proto/gen/vision/v1/vision';
import type { MemoryEyes } from './eyes.ts';
import type { MemoryInterpreter } from './interpreter.ts';
import type { MemorySkills } from './skills.ts';
import type { MemoryDesktops, MemoryPictures, MemoryPolicies, MemoryTasks } from './store.ts';

export interface Simulated {
  readonly tasks: MemoryTasks;
  readonly desktops: MemoryDesktops;
  readonly pictures: MemoryPictures;
  readonly policies: MemoryPolicies;
  readonly skills: MemorySkills;
  readonly eyes: MemoryEyes;
  readonly interpreter: MemoryInterpreter;
}

/** Store, language and vision on one port of loopback. */
export const serveSimulated = (parts: Simulated): Promise<GrpcServer> =>
  serveGrpc({
    bind: '127.0.0.1',
    port: 0,
    services: [
      [StoreServiceService, storeOf(parts)],
      [LanguageServiceService, languageOf(parts)],
      [VisionServiceService, visionOf(parts)],
    ],
  });

const nobody = unary<unknown, never>(quiet, async () => {
  throw new DomainError('protocol.unsupported', 'not simulated');
});

// biome-ignore lint/correctness/useYield: it has no answer
const nothing = async function* (): AsyncIterable<never> {
  throw new DomainError('protocol.unsupported', 'not simulated');
};

const storeOf = ({ tasks, desktops, pictures, policies, skills }: Simulated): StoreServiceServer => ({
  beginTask: unary(quiet, async ({ task, requestId }) => tasks.begin(given(task), requestId)),
  advanceTask: unary(quiet, async ({ task, journal }) => tasks.advance(given(task), journal)),
  requeueTask: unary(quiet, async ({ task, journal }) => tasks.requeue(given(task), journal)),
  getTask: unary(quiet, async ({ taskId, withJournal }) => {
    const { task, journal } = await tasks.getWithJournal(taskId);
    return { task, journal: withJournal ? [...journal] : [] };
  }),
  listTasks: unary(quiet, async ({ desktopId, states }) => {
    return { tasks: [...(await tasks.list({ ...(desktopId ? { desktopId } : {}), states }))] };
  }),
  getDesktop: unary(quiet, async ({ desktopId }) => {
    await desktops.check(desktopId);
    return desktopOf(desktopId);
  }),
  listDesktops: unary(quiet, async () => ({ desktops: (await desktops.ids()).map(desktopOf) })),
  putBlob: unary(quiet, async ({ data }) => ({ sha256: await pictures.keep(data) })),
  listFacts: nobody,
  issueEnrolmentCode: nobody,
  enrolDesktop: nobody,
  removeDesktop: nobody,
  issueToken: nobody,
  exchangeToken: nobody,
  authenticateToken: nobody,
  revokeToken: nobody,
  listTokens: nobody,
  getRetention: nobody,
  setRetention: nobody,
  getPolicy: unary(quiet, async () => ({ rules: (await policies.of())[0], changedAt: undefined, changedBy: '' })),
  setPolicy: nobody,
  listRecords: nobody,
  noteHands: nobody,
  groupDesktop: nobody,
  getBlob: unary(quiet, async ({ sha256 }) => ({ data: await pictures.get(sha256), mediaType: 'image/png' })),
  saveSkill: nobody,
  listSkills: nobody,
  removeSkill: nobody,
  getSkill: unary(quiet, ({ skillId, version }) => skills.get(skillId, version)),
  listSkillVersions: nobody,
  restoreSkill: nobody,
  keepTurn: nobody,
  readThread: nobody,
  forgetThread: nobody,
  keepExample: nobody,
  listExamples: nobody,
  removeExample: nobody,
  beginRecording: nobody,
  keepAct: nobody,
  advanceRecording: nobody,
  getRecording: nobody,
  listRecordings: unary(quiet, async () => ({ recordings: [] })),
  removeRecording: nobody,
  saveDraft: nobody,
  moveDraft: nobody,
  getDraft: nobody,
  listDrafts: nobody,
  removeDraft: nobody,
  proposeStep: unary(quiet, ({ proposal }) => skills.propose(given(proposal))),
  listProposals: unary(quiet, async () => ({ proposals: [...skills.proposed] })),
  decideProposal: unary(quiet, async ({ proposalId }) => ({ skill: await skills.accept(proposalId) })),
});

const languageOf = ({ interpreter }: Simulated): LanguageServiceServer => ({
  interpret: unary(quiet, ({ text }) => interpreter.interpret(text)),
  interpretTarget: unary(quiet, ({ text }) => interpreter.interpretTarget(text)),
  interpretBatch: nobody,
  explain: nobody,
  train: streaming<unknown, never>(quiet, nothing),
  rollBack: nobody,
  plan: streaming<unknown, never>(quiet, nothing),
  paraphrase: nobody,
  getLanguageModel: nobody,
  converse: conversing<unknown, never>(quiet, nothing),
  confirm: unary(quiet, async (confirmed) => {
    await interpreter.confirm(confirmed);
    return { example: undefined };
  }),
});

const visionOf = ({ eyes }: Simulated): VisionServiceServer => ({
  locate: unary(quiet, ({ image, query, remembered, within, accessible }) => {
    const options = { accessible, ...(within ? { within } : {}) };
    const { data } = given(image);
    return remembered ? eyes.recall(data, remembered, options) : eyes.locate(data, given(query), options);
  }),
  read: unary(quiet, ({ image, within }) => eyes.read(given(image).data, within ? { within } : {})),
  detect: nobody,
  parse: unary(quiet, async ({ image }) => ParseReply.create({ elements: [...(await eyes.see(given(image).data))] })),
  parseAll: conversing<unknown, never>(quiet, nothing),
  remember: unary(quiet, ({ image, box }) => eyes.remember(given(image).data, given(box))),
  compare: nobody,
  listModels: nobody,
  pullModel: streaming<unknown, never>(quiet, nothing),
  useModel: nobody,
});

const desktopOf = (id: string) => ({ id, name: id, platform: 'linux', publicKey: new Uint8Array(32), group: '' });

function given<T>(value: T | undefined): T {
  if (value === undefined) throw new DomainError('input.invalid', 'something is missing');
  return value;
}
