import { hasFailed, hasSucceeded, type JobRow, type TaskRow } from './job-rows.ts';

type Summary = Pick<
  JobRow,
  | 'costUsd'
  | 'attempts'
  | 'tasksSucceeded'
  | 'tasksFailed'
  | 'itemsSucceeded'
  | 'itemsFailed'
  | 'output'
>;

export const emptySummary: Summary = {
  costUsd: 0,
  attempts: 0,
  tasksSucceeded: 0,
  tasksFailed: 0,
};

/** What a job's row keeps of its tasks, with one more of them. Its output is that of its only task, or of its reduce. */
export function withRow(summary: Summary, task: TaskRow): Summary {
  const { costUsd = 0, attempts = 0, tasksSucceeded = 0, tasksFailed = 0 } = summary;
  const { itemsSucceeded = 0, itemsFailed = 0 } = summary;
  const { items, output } = task;
  return {
    ...summary,
    costUsd: costUsd + (task.costUsd ?? 0),
    attempts: attempts + task.attempts,
    tasksSucceeded: tasksSucceeded + Number(hasSucceeded(task)),
    tasksFailed: tasksFailed + Number(hasFailed(task)),
    ...(items && {
      itemsSucceeded: itemsSucceeded + items.succeeded,
      itemsFailed: itemsFailed + items.failed,
    }),
    ...(output !== undefined && { output }),
  };
}
