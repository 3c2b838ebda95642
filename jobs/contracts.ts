import { z } from 'zod';
import { Attempt } from './attempt.ts';
import { defineContract } from './contract.ts';
import { FailedAttempt } from './failed-attempt.ts';
import { Target } from './group-plan.ts';
import { GroupState } from './group-state.ts';
import { WorkloadSpec } from './job-spec.ts';
import { Cleanup, FailureClass, JobOutcome, StopReason, TaskOutcome } from './outcome.ts';
import { Pace } from './pace.ts';
import {
  AttemptEnd,
  AttemptRun,
  ItemCounts,
  ItemLane,
  JobEnd,
  JobPlan,
  LaneEnd,
  LaneState,
  StepsPlan,
  TaskEnd,
  TaskRun,
} from './runs.ts';
import { WatchEnd, WatchState } from './watch-state.ts';
import { RenderInput } from './workloads/render-input.ts';
import { SentimentInput } from './workloads/sentiment-input.ts';

const Job = z.object({ jobId: z.string() });

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
  /**
   * `workloadSpec` is what a workload's orchestrator made of its input; it is laid over the submitted spec. `spec` is a
   * JobSpec of a job that nobody has submitted: another orchestrator's, which gives the instance the job's id.
   */
  input: Job.extend({ workloadSpec: WorkloadSpec.optional(), spec: z.unknown().optional() }),
  output: JobOutcome,
});

export const runLane = defineContract({ name: 'runLane', input: LaneState, output: LaneEnd });

/** Its result is nothing: the cursor has the account of what it ran. */
export const runItemLane = defineContract({
  name: 'runItemLane',
  input: ItemLane,
  output: z.null(),
});

export const runTask = defineContract({ name: 'runTask', input: TaskRun, output: TaskEnd });

export const runAttempt = defineContract({
  name: 'runAttempt',
  input: AttemptRun,
  output: AttemptEnd,
});

export const watchGroup = defineContract({
  name: 'watchGroup',
  input: WatchState,
  output: WatchEnd,
});

// Activities

/** The number of the task at a position, in a job that runs only some of them. */
export const findTask = defineContract({
  name: 'findTask',
  input: Job.extend({ position: z.int() }),
  output: z.int(),
});

/** How a task ended, as it was recorded; before it has, whether anybody ever began it. */
export const readTaskEnd = defineContract({
  name: 'readTaskEnd',
  input: Job.extend({ task: z.int() }),
  output: z.object({ end: TaskEnd.optional(), isUnknown: z.boolean().optional() }),
});

/** Reads the submitted spec, keeps the plan and the items as blobs and marks the job running; again: the same. */
export const planJob = defineContract({
  name: 'planJob',
  input: Job.extend({ workloadSpec: WorkloadSpec.optional(), spec: z.unknown().optional() }),
  output: z.discriminatedUnion('kind', [
    JobPlan,
    StepsPlan,
    /** It was over, cancelled before it began, or cannot be planned: nothing is to be run. What it had begun may be left. */
    z.object({ kind: z.literal('over'), outcome: JobOutcome, cleanup: Cleanup.optional() }),
  ]),
});

export const createGroup = defineContract({
  name: 'createGroup',
  input: Attempt.extend({
    deadline: z.iso.datetime(),
    /** Where, when there was a choice; absent: where the plan says. */
    region: z.string().optional(),
    /** Of regular priority, whatever the spec says. */
    regular: z.boolean().optional(),
    /** Which create of this attempt it is, after those that a quota refused; 1 by default. */
    round: z.int().optional(),
  }),
  output: z.discriminatedUnion('result', [
    z.object({ result: z.literal('created'), pace: Pace.optional() }),
    z.object({ result: z.literal('refused'), class: FailureClass, message: z.string() }),
    /** Nothing is to be run: cancelled, past its deadline, stopped by another item, or the task was over before. */
    z.object({
      result: z.literal('notNeeded'),
      outcome: TaskOutcome,
      /** Of a task that was over before. */
      attempts: z.int().optional(),
    }),
  ]),
});

export type Created = z.infer<typeof createGroup.output>;

export const readGroup = defineContract({
  name: 'readGroup',
  input: Attempt.extend({
    /** So many containers report their exit themselves. */
    reporters: z.int().optional(),
    /** It was made a moment ago: Azure is not asked unless a report has come, or the job is stopped. */
    isNew: z.boolean().optional(),
  }),
  output: z.object({ group: GroupState, cancelRequested: z.boolean() }),
});

/** Archives the logs of every container and finds what the attempt wrote and cost; keeps it on the task's row. */
export const collectAttempt = defineContract({
  name: 'collectAttempt',
  /** The group as it was last seen, and where it ran, when there was a choice. */
  input: Attempt.extend({
    group: GroupState,
    region: z.string().optional(),
    /** They could not be read, and the rest is to be kept all the same. */
    withoutLogs: z.boolean().optional(),
  }),
  output: z.null(),
});

/** Never throws: a group that is not deleted is the sweeper's, which finds it by its tags. */
export const deleteOrHandOver = defineContract({
  name: 'deleteOrHandOver',
  input: Attempt.extend({
    /** It is left for inspection, and the sweeper deletes it after that. */
    keepUntil: z.iso.datetime().optional(),
    /** Nobody knows of its creation: what has its name may be somebody else's, and is looked at first. */
    isUnsure: z.boolean().optional(),
  }),
  output: Cleanup,
});

/** The first of these regions that has not lacked room lately; when all have, the one that did so longest ago. */
export const chooseRegion = defineContract({
  name: 'chooseRegion',
  input: z.object({ target: Target, regions: z.array(z.string()) }),
  output: z.string(),
});

/** No room was found in this region: for a while the attempts of every job prefer another. */
export const coolRegion = defineContract({
  name: 'coolRegion',
  input: z.object({ target: Target, region: z.string() }),
  output: z.null(),
});

/** Keeps on a task's row which attempts have failed so far; another follows. */
export const recordAttempts = defineContract({
  name: 'recordAttempts',
  input: Job.extend({ task: z.int(), failedAttempts: z.array(FailedAttempt) }),
  output: z.null(),
});

/** Keeps a task's end on its row; `stopOnFailure`: a failure stops the job. Says why the job is stopped, if it is. */
export const recordTask = defineContract({
  name: 'recordTask',
  input: Job.extend({
    task: z.int(),
    attempts: z.int(),
    outcome: JobOutcome,
    cleanup: Cleanup,
    stopOnFailure: z.boolean(),
    /** Its items ended each in its own way, as `items.json` says. */
    isPacked: z.boolean().optional(),
  }),
  output: z.object({ stop: StopReason.optional(), items: ItemCounts.optional() }),
});

/** Ends the job in the read model and sums up its tasks there. The first outcome recorded stays, and is the result. */
export const finishJob = defineContract({
  name: 'finishJob',
  input: Job.extend(JobEnd.shape),
  output: z.object({
    outcome: JobOutcome,
    /** Somebody waits for `sendReply`. */
    hasReply: z.boolean(),
    /** Those of the spec's `notify` that want to know of this outcome, by their places. */
    notify: z.array(z.int()).optional(),
  }),
});

/** Sends the status of a job that is over to whoever asked for it; again: the same message, with the same id. */
export const sendReply = defineContract({ name: 'sendReply', input: Job, output: z.null() });

/** Tells one of the spec's `notify` how the job ended; again: the same notice, with the same id. */
export const notify = defineContract({
  name: 'notify',
  input: Job.extend({ index: z.int() }),
  output: z.null(),
});
