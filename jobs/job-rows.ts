import { z } from 'zod';
import { WaitReason } from './admission/requests.ts';
import { ContainerUse } from './advice.ts';
import { FailedAttempt } from './failed-attempt.ts';
import { ContainerEnd } from './group-state.ts';
import { Cleanup, JobOutcome } from './outcome.ts';

export const Trigger = z.enum(['http', 'blob', 'queue', 'serviceBus', 'orchestration']);
export type Trigger = z.infer<typeof Trigger>;

/** Where the job's outcome is sent to, for whoever submitted it as a message. */
export const ReplyAddress = z.object({
  queue: z.string(),
  /** By which the receiver knows what it is an answer to. */
  correlationId: z.string(),
});
export type ReplyAddress = z.infer<typeof ReplyAddress>;

export const WaitingFor = z.object({ what: WaitReason, place: z.int() });
export type WaitingFor = z.infer<typeof WaitingFor>;

/** A job in the read model: one row, of which each activity changes its part. */
export const JobRow = z.object({
  id: z.string(),
  name: z.string().optional(),
  trigger: Trigger,
  workload: z.string().optional(),
  labels: z.record(z.string(), z.string()),
  phase: z.enum(['waiting', 'running', 'over']),
  outcome: JobOutcome.optional(),
  tasksTotal: z.int(),
  cleanup: Cleanup.optional(),
  costUsd: z.number().optional(),
  createdAt: z.iso.datetime(),
  startedAt: z.iso.datetime().optional(),
  finishedAt: z.iso.datetime().optional(),
  /** JSON of what the container wrote to `result.json`: that of the only task, or of the reduce. */
  output: z.string().optional(),
  /** What came of the tasks; kept when the job is over, so that a list of jobs need not read them. */
  tasksSucceeded: z.int().optional(),
  tasksFailed: z.int().optional(),
  attempts: z.int().optional(),
  /** Items of all tasks, where a task has several. */
  itemsTotal: z.int().optional(),
  itemsSucceeded: z.int().optional(),
  itemsFailed: z.int().optional(),
  /** The job of which it runs again what had not succeeded. */
  retryOf: z.string().optional(),
  reply: ReplyAddress.optional(),
  /** The job of which it is a step, or undoes one. */
  parent: z.string().optional(),
  /** How many steps it has, where it has some. */
  stepsTotal: z.int().optional(),
  /** What the job waits for, and how many have their turn before it, itself counted; a little old. */
  waitingFor: WaitingFor.optional(),
});
export type JobRow = z.infer<typeof JobRow>;

/** One task of a job in the read model. */
export const TaskRow = z.object({
  task: z.int(),
  state: z.enum(['running', 'over']),
  attempts: z.int(),
  /** Which create of the newest attempt was begun last: from 1, for a quota may refuse some of them. */
  creates: z.int().optional(),
  /** Name of the group of the newest attempt; `watcherIdOf` gives the instance that a `wake` goes to. */
  group: z.string().optional(),
  outcome: JobOutcome.optional(),
  cleanup: Cleanup.optional(),
  costUsd: z.number().optional(),
  /** What the group that runs has cost when it was last seen; kept only of a job that has a budget. */
  accruedUsd: z.number().optional(),
  results: z.array(z.string()).optional(),
  logs: z.array(z.string()).optional(),
  /** JSON of its `result.json`. */
  output: z.string().optional(),
  /** Attempts after which another followed. */
  failedAttempts: z.array(FailedAttempt).optional(),
  /** How each container of the newest attempt ended, and from which image, by its digest. */
  containers: z.array(ContainerEnd).optional(),
  /** What its containers have used, where that is asked for: of the last attempt that succeeded. */
  used: z.array(ContainerUse).optional(),
  /** What came of its items, where it has several: the numbers of those that failed count from its first. */
  items: z
    .object({ succeeded: z.int(), failed: z.int(), failedNumbers: z.array(z.int()) })
    .optional(),
  /** Of each attempt, in USD; `costUsd` is their sum. */
  costs: z.array(z.number()).optional(),
});
export type TaskRow = z.infer<typeof TaskRow>;

export function hasSucceeded({ outcome }: TaskRow): boolean {
  return outcome?.status === 'succeeded';
}

/** Failed or ran out of time; a cancelled task has done neither. */
export function hasFailed({ outcome }: TaskRow): boolean {
  return outcome?.status === 'failed' || outcome?.status === 'timedOut';
}

/** Whether the attempt that decided a task was to be followed by another, had not another's failure stopped the job. */
export function wasCut({ attempts, failedAttempts = [], outcome }: TaskRow): boolean {
  return outcome?.status === 'failed' && failedAttempts.at(-1)?.attempt === attempts;
}
