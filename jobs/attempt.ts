import { z } from 'zod';
import { Target } from './group-plan.ts';

/** One container group of a job: tasks count from 0, the reduce comes after the last item; attempts count from 1. */
export const Attempt = z.object({
  jobId: z.string(),
  task: z.int(),
  attempt: z.int(),
  target: Target,
});
export type Attempt = z.infer<typeof Attempt>;

type Named = Pick<Attempt, 'jobId' | 'task' | 'attempt'>;

/**
 * The container group of one attempt: never reused, the same on every replay, lower case, at most 63 characters
 * (https://learn.microsoft.com/azure/azure-resource-manager/management/resource-name-rules#microsoftcontainerinstance).
 */
export function groupNameOf({ jobId, task, attempt }: Named): string {
  return `${jobId}-${task}-${attempt}`;
}

/** The orchestration instance that watches a group: where `wake` events go. */
export function watcherIdOf(groupName: string): string {
  return `watch-${groupName}`;
}

/** The orchestration instance that runs one item. */
export function taskIdOf(jobId: string, task: number): string {
  return `${jobId}-task-${task}`;
}

/** The orchestration instance of a lane; those that take up what lanes have left are of another set. */
export function laneIdOf(jobId: string, lane: number, set = 1): string {
  return `${jobId}-lane-${lane}${set === 1 ? '' : `-again-${set}`}`;
}

/** The orchestration instance that owns the group of one attempt. */
export function attemptIdOf({ jobId, task, attempt }: Named): string {
  return `${taskIdOf(jobId, task)}-attempt-${attempt}`;
}

/** Who may be waiting for what becomes of a task: the watcher of its group, or those that wait to try again. */
export function waitersOf(jobId: string, task: number, attempt: number): string[] {
  const named = { jobId, task, attempt };
  return [watcherIdOf(groupNameOf(named)), attemptIdOf(named), taskIdOf(jobId, task)];
}
