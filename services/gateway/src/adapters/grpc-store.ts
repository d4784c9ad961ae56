import { connectGrpc } from '@karna/common/grpc';
import { StoreServiceService } from '@karna/proto/gen/store/v1/store';
import type { Store } from '../ports.ts';

export interface StoreConnection extends Store {
  isUp(): Promise<boolean>;
  close(): void;
}

/** A picture of a large screen over a busy network (ms). */
const pictureMs = 15_000;

/** The store over gRPC. */
export function connectStore(target: string): StoreConnection {
  const { calls, isUp, close } = connectGrpc(StoreServiceService, target, {
    retry: [
      'getTask',
      'listTasks',
      'listFacts',
      'getDesktop',
      'listDesktops',
      'removeDesktop',
      'authenticateToken',
      'listTokens',
      'getRetention',
      'getPolicy',
      'listRecords',
      'noteHands',
      'groupDesktop',
      'getBlob',
      'listSkills',
      'getSkill',
      'listSkillVersions',
      'listProposals',
      'readThread',
      'forgetThread',
      'listExamples',
      'putBlob',
      'keepAct',
      'getRecording',
      'listRecordings',
      'getDraft',
      'listDrafts',
    ],
    deadlineMs: 5_000,
  });
  return {
    isUp,
    close,
    tasks: {
      get: (taskId) => calls.getTask({ taskId, withJournal: true }),
      list: async (request) => (await calls.listTasks(request)).tasks,
      facts: (after, limit) => calls.listFacts({ after, limit }),
    },
    tokens: {
      authenticate: (token) => calls.authenticateToken({ token }),
      exchange: (token) => calls.exchangeToken({ token }),
      issue: (request) => calls.issueToken(request),
      list: async () => (await calls.listTokens({})).tokens,
      revoke: async (request) => (await calls.revokeToken(request)).tokenIds,
    },
    desktops: {
      list: async () => (await calls.listDesktops({})).desktops,
      get: (desktopId) => calls.getDesktop({ desktopId }),
      enrol: (request) => calls.enrolDesktop(request),
      issueCode: (principal, validMs) => calls.issueEnrolmentCode({ principal, validMs }),
      remove: async (desktopId, principal) => void (await calls.removeDesktop({ desktopId, principal })),
      group: (desktopId, group, principal) => calls.groupDesktop({ desktopId, group, principal }),
    },
    skills: {
      list: async () => (await calls.listSkills({})).skills,
      save: (skill, principal) => calls.saveSkill({ skill, principal }),
      remove: async (skillId, principal) => void (await calls.removeSkill({ skillId, principal })),
      get: (skillId, version) => calls.getSkill({ skillId, version }),
      versions: async (skillId) => (await calls.listSkillVersions({ skillId })).skills,
      restore: (skillId, version, principal) => calls.restoreSkill({ skillId, version, principal }),
      proposals: async (skillId) => (await calls.listProposals({ skillId })).proposals,
      decide: async (proposalId, accept, principal) =>
        (await calls.decideProposal({ proposalId, accept, principal })).skill,
    },
    threads: {
      read: async (principal, desktopId, limit) => (await calls.readThread({ principal, desktopId, limit })).turns,
      forget: async (principal, desktopId) => void (await calls.forgetThread({ principal, desktopId })),
    },
    examples: {
      list: async (skillId) => (await calls.listExamples({ skillId })).examples,
      remove: async (exampleId, principal) => void (await calls.removeExample({ exampleId, principal })),
    },
    recordings: {
      get: (recordingId, after, limit) => calls.getRecording({ recordingId, after, limit }),
      list: async (desktopId, active) => (await calls.listRecordings({ desktopId, active, limit: 0 })).recordings,
      keep: (recordingId, act) => calls.keepAct({ recordingId, act }),
      end: (recordingId) => calls.advanceRecording({ recordingId, state: 'RECORDING_STATE_STOPPED' }),
    },
    drafts: {
      get: (draftId) => calls.getDraft({ draftId }),
      list: async () => (await calls.listDrafts({})).drafts,
      remove: async (draftId) => void (await calls.removeDraft({ draftId })),
    },
    audit: {
      list: async (request) => (await calls.listRecords(request)).records,
      noteHands: async (request) => void (await calls.noteHands(request)),
    },
    retention: {
      get: (instead) => calls.getRetention({ instead }),
      set: (terms, principal) => calls.setRetention({ terms, principal }),
    },
    policies: {
      get: (desktopId) => calls.getPolicy({ desktopId }),
      set: (desktopId, rules, principal) => calls.setPolicy({ desktopId, rules, principal }),
    },
    blobs: {
      get: (sha256) => calls.getBlob({ sha256 }),
      put: async (data, mediaType) => void (await calls.putBlob({ data, mediaType }, { deadlineMs: pictureMs })),
    },
  };
}
