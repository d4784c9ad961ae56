import { unary } from '@karna/common/grpc';
import type { Logger } from '@karna/common/log';
import type {
  AcceptDraftRequest,
  AnswerTaskRequest,
  CaptureScreenReply,
  CaptureScreenRequest,
  CommandServiceServer,
  ControlTaskRequest,
  DescribeScreenReply,
  DescribeScreenRequest,
  EditDraftRequest,
  FindTargetReply,
  FindTargetRequest,
  HaltDesktopsReply,
  HaltDesktopsRequest,
  LearnRecordingRequest,
  StartRecordingRequest,
  SteerRecordingRequest,
  SubmitCommandRequest,
  TestDraftRequest,
} from '@karna/proto/gen/command/v1/command';
import type { Draft, DraftTest } from '@karna/proto/gen/recording/v1/draft';
import type { Recording } from '@karna/proto/gen/recording/v1/recording';
import type { Skill } from '@karna/proto/gen/skill/v1/skill';
import type { Task } from '@karna/proto/gen/task/v1/task';
import type { Commands } from '../service.ts';
import type { Teaching } from '../teaching.ts';

export const commandHandlers = (commands: Commands, teaching: Teaching, log: Logger): CommandServiceServer => ({
  submitCommand: unary<SubmitCommandRequest, Task>(log, (request) => commands.submit(request)),
  controlTask: unary<ControlTaskRequest, Task>(log, ({ taskId, verb, principal }) =>
    commands.steer({ taskId, verb, actor: principal }),
  ),
  answerTask: unary<AnswerTaskRequest, Task>(log, ({ principal, ...given }, signal) =>
    commands.answer({ ...given, actor: principal }, signal),
  ),
  haltDesktops: unary<HaltDesktopsRequest, HaltDesktopsReply>(log, async ({ desktopId, principal }) => {
    const { taskIds, desktopIds } = await commands.halt(desktopId === '' ? undefined : desktopId, principal);
    return { haltedTaskIds: taskIds, haltedDesktopIds: desktopIds };
  }),
  captureScreen: unary<CaptureScreenRequest, CaptureScreenReply>(log, ({ desktopId }, signal) =>
    commands.capture(desktopId, signal),
  ),
  findTarget: unary<FindTargetRequest, FindTargetReply>(log, ({ desktopId, ...sought }, signal) =>
    commands.find(desktopId, sought, signal),
  ),
  describeScreen: unary<DescribeScreenRequest, DescribeScreenReply>(log, ({ desktopId, withPicture }, signal) =>
    commands.describe(desktopId, withPicture, signal),
  ),
  startRecording: unary<StartRecordingRequest, Recording>(log, (request) => teaching.start(request)),
  steerRecording: unary<SteerRecordingRequest, Recording>(log, (request) => teaching.steer(request)),
  learnRecording: unary<LearnRecordingRequest, Draft>(log, ({ recordingId, skillId }, signal) =>
    skillId === '' ? teaching.learn(recordingId, signal) : teaching.revise(skillId),
  ),
  editDraft: unary<EditDraftRequest, Draft>(log, ({ draftId, version, edit }) => teaching.edit(draftId, version, edit)),
  testDraft: unary<TestDraftRequest, DraftTest>(log, async ({ draftId, version, ...previewed }, signal) =>
    commands.preview(await teaching.drafted(draftId, version), previewed, signal),
  ),
  acceptDraft: unary<AcceptDraftRequest, Skill>(log, ({ draftId, version, principal }) =>
    teaching.accept(draftId, version, principal),
  ),
});
