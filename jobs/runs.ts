import { z } from 'zod';
import { Target } from './group-plan.ts';
import { Attempt } from './attempt.ts';
import { AttemptPolicy } from './attempt-policy.ts';
import { Tried } from './retry.ts';
import { Cleanup, Failed, JobOutcome, StopReason, TaskOutcome } from './outcome.ts';

const Run = z.object({
  jobId: z.string(),
  target: Target,
  /** One for all tasks of the job. */
  deadline: z.iso.datetime(),
  provisioningTimeoutSeconds: z.int(),
  stopOnFailure: z.boolean(),
  /** Each of its tasks has several items. */
  isPacked: z.boolean().optional(),
  /** Absent in runs that began before there were retries: one attempt. */
  policy: AttemptPolicy.optional(),
});

/** What the orchestrators need to know of a job; everything else stays in its blobs. */
export const JobPlan = z.object({
  kind: z.literal('plan'),
  target: Target,
  itemCount: z.int(),
  lanes: z.int(),
  hasReduce: z.boolean(),
  stopOnFailure: z.boolean(),
  timeoutSeconds: z.int(),
  provisioningTimeoutSeconds: z.int(),
  policy: AttemptPolicy.optional(),
  /** Lanes take items from the job's cursor. Absent in the histories of version 1.0.0: there they take every n-th. */
  hasCursor: z.literal(true).optional(),
  /** How many of its tasks are to be run, where that is not `itemCount`: it is the retry of another job. */
  toRun: z.int().optional(),
  /** How many items these are, where a task has several. */
  items: z.int().optional(),
  /** So many items may fail, and the job succeeds nevertheless; 0 by default. */
  toleratedFailures: z.int().optional(),
});
export type JobPlan = z.infer<typeof JobPlan>;

/** A job of steps: the rest of it lies in their rows. */
export const StepsPlan = z.object({
  kind: z.literal('steps'),
  count: z.int(),
  timeoutSeconds: z.int(),
});
export type StepsPlan = z.infer<typeof StepsPlan>;

/** What is the same for all tasks of a job. */
export type Run = z.infer<typeof Run>;

export const TaskRun = Run.extend({ task: z.int() });
export type TaskRun = z.infer<typeof TaskRun>;

/** Items of a task that has several, by what became of them. */
export const ItemCounts = z.object({
  succeeded: z.int(),
  failed: z.int(),
  firstFailure: Failed.optional(),
});
export type ItemCounts = z.infer<typeof ItemCounts>;

export const AttemptRun = Attempt.extend({
  deadline: z.iso.datetime(),
  provisioningTimeoutSeconds: z.int(),
  policy: AttemptPolicy.optional(),
  /** What came before it. */
  tried: Tried.optional(),
});
export type AttemptRun = z.infer<typeof AttemptRun>;

export const AttemptEnd = z.object({
  outcome: TaskOutcome,
  cleanup: Cleanup,
  /** Where it ran, when there was a choice. */
  region: z.string().optional(),
  /** The task was over before, after so many attempts. */
  attempts: z.int().optional(),
});
export type AttemptEnd = z.infer<typeof AttemptEnd>;

export const JobEnd = z.object({ outcome: JobOutcome, cleanup: Cleanup });
export type JobEnd = z.infer<typeof JobEnd>;

/** How a task ended, and whether the job is stopped. */
export const TaskEnd = AttemptEnd.pick({ outcome: true, cleanup: true }).extend({
  stop: StopReason.optional(),
  /** Of a task that has several. */
  items: ItemCounts.optional(),
  /** It would have been tried again, had not another's failure stopped the job. */
  isCut: z.literal(true).optional(),
});
export type TaskEnd = z.infer<typeof TaskEnd>;

/** What a lane has to tell: counts, its first failure, and what else kept it from trying all of its items. */
export const LaneEnd = z.object({
  succeeded: z.int(),
  failed: z.int(),
  firstFailure: z
    .object({ task: z.int(), outcome: Failed, isCut: z.literal(true).optional() })
    .optional(),
  cutShort: z.enum(['timedOut', 'cancelled']).optional(),
  /** `leftToSweeper` if one group was. */
  cleanup: Cleanup,
});
export type LaneEnd = z.infer<typeof LaneEnd>;

/** A lane takes the items `next`, `next + lanes`, ... below `itemCount`. */
export const LaneState = Run.extend({
  next: z.int(),
  lanes: z.int(),
  itemCount: z.int(),
  soFar: LaneEnd,
});
export type LaneState = z.infer<typeof LaneState>;

/** A lane that takes items from the job's cursor. */
export const ItemLane = Run.extend({
  lane: z.int(),
  /** How many positions the cursor counts. */
  itemCount: z.int(),
  stopsAbove: z.int().optional(),
  /** Positions are not the numbers of tasks: `findTask` knows. */
  isRetry: z.boolean().optional(),
  /** The last item, of which the cursor has no account yet. */
  ended: z.object({ position: z.int(), task: z.int(), end: TaskEnd }).optional(),
});
export type ItemLane = z.infer<typeof ItemLane>;
