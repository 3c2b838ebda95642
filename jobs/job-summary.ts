import { hasFailed, hasSucceeded, type JobRow, type TaskRow } from './job-status.ts';

type Summary = Pick<JobRow, 'costUsd' | 'attempts' | 'tasksSucceeded' | 'tasksFailed' | 'output'>;

/** What a job's row keeps of its tasks. Its output is that of its only or its last task, the reduce. */
export function summaryOf(
  { tasksTotal }: Pick<JobRow, 'tasksTotal'>,
  tasks: readonly TaskRow[],
): Summary {
  const sum = (of: (task: TaskRow) => number) => tasks.reduce((n, task) => n + of(task), 0);
  const output = tasks.find(({ task }) => task === tasksTotal - 1)?.output;
  return {
    costUsd: sum(({ costUsd }) => costUsd ?? 0),
    attempts: sum(({ attempts }) => attempts),
    tasksSucceeded: tasks.filter(hasSucceeded).length,
    tasksFailed: tasks.filter(hasFailed).length,
    ...(output !== undefined && { output }),
  };
}
