import { z } from 'zod';
import { Target } from './group-plan.ts';
import { Attempt } from './attempt.ts';
import { AttemptPolicy } from './attempt-policy.ts';
import { Cleanup, Failed, JobOutcome, StopReason, TaskOutcome } from './outcome.ts';

const Run = z.object({
  jobId: z.string(),
  target: Target,
  /** One for all tasks of the job. */
  deadline: z.iso.datetime(),
  provisioningTimeoutSeconds: z.int(),
  stopOnFailure: z.boolean(),
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
});
export type JobPlan = z.infer<typeof JobPlan>;

/** What is the same for all tasks of a job. */
export type Run = z.infer<typeof Run>;

export const TaskRun = Run.extend({ task: z.int() });
export type TaskRun = z.infer<typeof TaskRun>;

export const AttemptRun = Attempt.extend({
  deadline: z.iso.datetime(),
  provisioningTimeoutSeconds: z.int(),
});
export type AttemptRun = z.infer<typeof AttemptRun>;

export const AttemptEnd = z.object({ outcome: TaskOutcome, cleanup: Cleanup });
export type AttemptEnd = z.infer<typeof AttemptEnd>;

export const JobEnd = z.object({ outcome: JobOutcome, cleanup: Cleanup });
export type JobEnd = z.infer<typeof JobEnd>;

/** How a task ended, and whether the job is stopped. */
export const TaskEnd = AttemptEnd.extend({ stop: StopReason.optional() });
export type TaskEnd = z.infer<typeof TaskEnd>;

/** What a lane has to tell: counts, its first failure, and what else kept it from trying all of its items. */
export const LaneEnd = z.object({
  succeeded: z.int(),
  failed: z.int(),
  firstFailure: z.object({ task: z.int(), outcome: Failed }).optional(),
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
