import { z } from 'zod';
import { defineContract } from './contract.ts';
import { GroupState } from './group-state.ts';
import { JobSpec } from './job-spec.ts';
import { Cleanup, FailureClass, JobOutcome } from './outcome.ts';
import { RenderInput } from './workloads/render-input.ts';
import { SentimentInput } from './workloads/sentiment-input.ts';

const Job = z.object({ jobId: z.string() });
/** One group of a job: `task` counts from 0, the reduce task comes after the last item's. */
const Attempt = Job.extend({ task: z.int(), attempt: z.int() });
export type Attempt = z.infer<typeof Attempt>;

/** What the orchestrators need to know of a job; everything else stays in its blobs. */
export const JobPlan = z.object({
  kind: z.literal('plan'),
  taskCount: z.int(),
  lanes: z.int(),
  hasReduce: z.boolean(),
  timeoutSeconds: z.int(),
  provisioningTimeoutSeconds: z.int(),
});
export type JobPlan = z.infer<typeof JobPlan>;

/** How a task ended. `cleanup: leftToSweeper` shows as `cleanup: pending` in the job's status. */
export const TaskEnd = z.object({ outcome: JobOutcome, cleanup: Cleanup });
export type TaskEnd = z.infer<typeof TaskEnd>;

/** What a lane has to tell: counts, and the first outcome that was not a success. */
export const LaneEnd = z.object({
  succeeded: z.int(),
  failed: z.int(),
  firstFailure: JobOutcome.optional(),
  cleanup: Cleanup,
});
export type LaneEnd = z.infer<typeof LaneEnd>;

const Deadlines = z.object({ deadline: z.iso.datetime(), provisioningTimeoutSeconds: z.int() });

// Orchestrators

export const analyzeSentiment = defineContract({
  name: 'analyzeSentiment',
  input: Job.extend({ input: SentimentInput }),
  output: JobOutcome,
});

export const renderScene = defineContract({
  name: 'renderScene',
  input: Job.extend({ input: RenderInput }),
  output: JobOutcome,
});

export const runJob = defineContract({
  name: 'runJob',
  /** `workloadSpec` is what a workload's orchestrator made of its input; else the submitted spec is run. */
  input: Job.extend({ workloadSpec: JobSpec.optional() }),
  output: JobOutcome,
});

export const runLane = defineContract({
  name: 'runLane',
  /** Items `next`, `next + lanes`, ... below `taskCount`. */
  input: Job.extend({ next: z.int(), lanes: z.int(), taskCount: z.int(), soFar: LaneEnd }).extend(
    Deadlines.shape,
  ),
  output: LaneEnd,
});

export const runTask = defineContract({
  name: 'runTask',
  input: Job.extend({ task: z.int() }).extend(Deadlines.shape),
  output: TaskEnd,
});

export const runAttempt = defineContract({
  name: 'runAttempt',
  input: Attempt.extend(Deadlines.shape),
  output: TaskEnd,
});

export const WatchState = Attempt.extend(Deadlines.shape).extend({
  /** When the group has to have started. */
  provisioningDeadline: z.iso.datetime(),
  polls: z.int(),
  absences: z.int(),
});
export type WatchState = z.infer<typeof WatchState>;

export const WatchEnd = z.discriminatedUnion('end', [
  z.object({ end: z.literal('over'), group: GroupState }),
  z.object({ end: z.literal('stuck'), group: GroupState }),
  z.object({ end: z.literal('timedOut') }),
  z.object({ end: z.literal('cancelled') }),
]);
export type WatchEnd = z.infer<typeof WatchEnd>;

export const watchGroup = defineContract({
  name: 'watchGroup',
  input: WatchState,
  output: WatchEnd,
});

// Activities

/** Reads the submitted spec, keeps the plan and the items as blobs and marks the job running; again: the same. */
export const planJob = defineContract({
  name: 'planJob',
  input: Job.extend({ workloadSpec: JobSpec.optional() }),
  output: z.discriminatedUnion('kind', [
    JobPlan,
    /** It was over, cancelled before it began, or cannot be planned: nothing is to be run. */
    z.object({ kind: z.literal('over'), outcome: JobOutcome }),
  ]),
});

export const createGroup = defineContract({
  name: 'createGroup',
  input: Attempt.extend({ deadline: z.iso.datetime() }),
  output: z.discriminatedUnion('result', [
    z.object({ result: z.literal('created') }),
    z.object({ result: z.literal('refused'), class: FailureClass, message: z.string() }),
    /** The job was cancelled, or another item's failure stopped it: there is no group. */
    z.object({ result: z.literal('cancelled') }),
  ]),
});

export const readGroup = defineContract({
  name: 'readGroup',
  input: Attempt,
  output: z.object({ group: GroupState, cancelRequested: z.boolean() }),
});

/** Archives the logs of every container and finds what the attempt wrote; keeps both on the task's row. */
export const collectAttempt = defineContract({
  name: 'collectAttempt',
  input: Attempt,
  output: z.null(),
});

/** Never throws: a group that could not be deleted is the sweeper's, which finds it by its tags. */
export const deleteOrHandOver = defineContract({
  name: 'deleteOrHandOver',
  input: Attempt,
  output: Cleanup,
});

/** Keeps a task's end on its row; where one failure is to stop the job, tells the other lanes. */
export const recordTask = defineContract({
  name: 'recordTask',
  input: Job.extend({ task: z.int(), attempts: z.int(), end: TaskEnd }),
  output: z.null(),
});

/** Ends the job in the read model. The first outcome recorded stays. */
export const finishJob = defineContract({
  name: 'finishJob',
  input: Job.extend({ outcome: JobOutcome, cleanup: Cleanup }),
  output: z.null(),
});
