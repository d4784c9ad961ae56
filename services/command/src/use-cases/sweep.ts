import { DomainError, hasCode } from '@karna/common/errors';
import type { Task } from '@karna/proto/gen/task/v1/task';
import type { Parts } from './parts.ts';
import { refuse } from './steer.ts';

/** No answer is a no: approvals that nobody gave in time are refused. Any number of replicas may do this at once. */
export async function sweepApprovals(parts: Parts): Promise<void> {
  const { tasks, clock, limits } = parts;
  const open = await tasks.list({ states: ['TASK_STATE_AWAITING_APPROVAL'] });
  const latest = clock.now().getTime() - limits.approvalMs;
  await Promise.all(
    open.filter(({ updatedAt }) => updatedAt && updatedAt.getTime() <= latest).map((task) => expire(parts, task)),
  );
}

async function expire(parts: Parts, task: Task): Promise<void> {
  const minutes = Math.round(parts.limits.approvalMs / 60_000);
  try {
    parts.events.cameToRest(
      await refuse(parts, task, 'command', `Nobody approved it within ${minutes} minutes. Nothing more was done.`),
    );
  } catch (error) {
    if (!hasCode(error, 'task.stale', 'task.state')) throw error; // somebody answered after all
  }
}

/** `also`: what else is to be looked through. */
export async function sweepForEver(
  parts: Parts,
  stopping: AbortSignal,
  also: () => Promise<void> = async () => {},
): Promise<void> {
  while (!stopping.aborted) {
    await Promise.all([sweepApprovals(parts), also()]).catch((error: unknown) =>
      parts.events.sweepFailed(DomainError.from(error).code),
    );
    await parts.clock.sleep(parts.limits.sweepEveryMs, stopping).catch(() => {}); // woken only by the stop
  }
}
