import { unary } from '@karna/common/grpc';
import type { Logger } from '@karna/common/log';
import type {
  AnswerTaskRequest,
  CaptureScreenReply,
  CaptureScreenRequest,
  CommandServiceServer,
  ControlTaskRequest,
  DescribeScreenReply,
  DescribeScreenRequest,
  FindTargetReply,
  FindTargetRequest,
  HaltDesktopsReply,
  HaltDesktopsRequest,
  SubmitCommandRequest,
} from '@karna/proto/gen/command/v1/command';
import type { Task } from '@karna/proto/gen/task/v1/task';
import type { Commands } from '../service.ts';

export const commandHandlers = (commands: Commands, log: Logger): CommandServiceServer => ({
  submitCommand: unary<SubmitCommandRequest, Task>(log, (request) => commands.submit(request)),
  controlTask: unary<ControlTaskRequest, Task>(log, ({ taskId, verb, principal }) =>
    commands.steer({ taskId, verb, actor: principal }),
  ),
  answerTask: unary<AnswerTaskRequest, Task>(log, ({ taskId, choiceId, text, principal }) =>
    commands.answer({ taskId, choiceId, text, actor: principal }),
  ),
  haltDesktops: unary<HaltDesktopsRequest, HaltDesktopsReply>(log, async ({ desktopId, principal }) => {
    const { taskIds, desktopIds } = await commands.halt(desktopId === '' ? undefined : desktopId, principal);
    return { haltedTaskIds: taskIds, haltedDesktopIds: desktopIds };
  }),
  captureScreen: unary<CaptureScreenRequest, CaptureScreenReply>(log, ({ desktopId }, signal) =>
    commands.capture(desktopId, signal),
  ),
  findTarget: unary<FindTargetRequest, FindTargetReply>(log, ({ desktopId, text }, signal) =>
    commands.find(desktopId, text, signal),
  ),
  describeScreen: unary<DescribeScreenRequest, DescribeScreenReply>(log, ({ desktopId, withPicture }, signal) =>
    commands.describe(desktopId, withPicture, signal),
  ),
});
