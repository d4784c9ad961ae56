import type { Bus, Subscription } from '@karna/common/bus';
import { orders } from '@karna/proto/subjects';
import type { TaskRun } from '../use-cases/task-run.ts';

/** People's orders about a task come to whoever runs it. */
export const serveSteering = (bus: Bus, run: TaskRun): Promise<Subscription> =>
  bus.serve(orders.steerTask, { taskId: run.taskId }, async (order) => {
    await run.steer(order);
    return {};
  });
