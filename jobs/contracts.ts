import { z } from 'zod';
import { Attempt } from './attempt.ts';
import { defineContract } from './contract.ts';
import { GroupState } from './group-state.ts';
import { WorkloadSpec } from './job-spec.ts';
import { Cleanup, FailureClass, JobOutcome, StopReason, TaskOutcome } from './outcome.ts';
import {
  AttemptEnd,
  AttemptRun,
  JobEnd,
  JobPlan,
  LaneEnd,
  LaneState,
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
  /** `workloadSpec` is what a workload's orchestrator made of its input; it is laid over the submitted spec. */
  input: Job.extend({ workloadSpec: WorkloadSpec.optional() }),
  output: JobOutcome,
});

export const runLane = defineContract({ name: 'runLane', input: LaneState, output: LaneEnd });

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

/** Reads the submitted spec, keeps the plan and the items as blobs and marks the job running; again: the same. */
export const planJob = defineContract({
  name: 'planJob',
  input: Job.extend({ workloadSpec: WorkloadSpec.optional() }),
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
    /** Nothing is to be run: cancelled, past its deadline, stopped by another item, or the task was over before. */
    z.object({ result: z.literal('notNeeded'), outcome: TaskOutcome }),
  ]),
});

export const readGroup = defineContract({
  name: 'readGroup',
  input: Attempt,
  output: z.object({ group: GroupState, cancelRequested: z.boolean() }),
});

/** Archives the logs of every container and finds what the attempt wrote and cost; keeps it on the task's row. */
export const collectAttempt = defineContract({
  name: 'collectAttempt',
  /** The group as it was last seen. */
  input: Attempt.extend({ group: GroupState }),
  output: z.null(),
});

/** Never throws: a group that could not be deleted is the sweeper's, which finds it by its tags. */
export const deleteOrHandOver = defineContract({
  name: 'deleteOrHandOver',
  input: Attempt,
  output: Cleanup,
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
  }),
  output: z.object({ stop: StopReason.optional() }),
});

/** Ends the job in the read model and sums up its tasks there. The first outcome recorded stays, and is the result. */
export const finishJob = defineContract({
  name: 'finishJob',
  input: Job.extend(JobEnd.shape),
  output: z.object({
    outcome: JobOutcome,
    /** Somebody waits for `sendReply`. */
    hasReply: z.boolean(),
  }),
});

/** Sends the status of a job that is over to whoever asked for it; again: the same message, with the same id. */
export const sendReply = defineContract({ name: 'sendReply', input: Job, output: z.null() });
