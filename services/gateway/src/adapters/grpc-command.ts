import { connectGrpc } from '@karna/common/grpc';
import { CommandServiceService } from '@karna/proto/gen/command/v1/command';
import type { Commands, Teaching } from '../ports.ts';

export interface CommandConnection extends Commands {
  readonly teaching: Teaching;
  isUp(): Promise<boolean>;
  close(): void;
}

/** A halt is quick or is done another way (ms): it is neither retried nor waited for. */
const haltMs = 1_500;
/** A screen, or a look at it: capture over a slow link, then vision (ms). */
const lookMs = 20_000;
/** A stop waits until the agent has handed over what it recorded (ms). */
const recordMs = 70_000;
/** Every picture of a long recording is looked at (ms). */
const learnMs = 180_000;

/** The command service over gRPC. A submission may be sent again: its request id makes it one task. */
export function connectCommand(target: string): CommandConnection {
  const { calls, isUp, close } = connectGrpc(CommandServiceService, target, {
    retry: ['submitCommand', 'captureScreen', 'findTarget', 'describeScreen'],
    deadlineMs: 10_000,
  });
  return {
    isUp,
    close,
    submit: (request) => calls.submitCommand(request),
    control: (request) => calls.controlTask(request),
    answer: (request) => calls.answerTask(request),
    halt: (request) => calls.haltDesktops(request, { deadlineMs: haltMs }),
    capture: (desktopId) => calls.captureScreen({ desktopId }, { deadlineMs: lookMs }),
    describe: (desktopId, withPicture) => calls.describeScreen({ desktopId, withPicture }, { deadlineMs: lookMs }),
    teaching: {
      start: (request) => calls.startRecording(request, { deadlineMs: recordMs }),
      steer: (request) => calls.steerRecording(request, { deadlineMs: recordMs }),
      learn: (request) => calls.learnRecording(request, { deadlineMs: learnMs }),
      edit: (request) => calls.editDraft(request, { deadlineMs: lookMs }),
      test: (request) => calls.testDraft(request, { deadlineMs: lookMs }),
      accept: (request) => calls.acceptDraft(request, { deadlineMs: lookMs }),
    },
    find: (desktopId, text, looksLike) => calls.findTarget({ desktopId, text, looksLike }, { deadlineMs: lookMs }),
  };
}
