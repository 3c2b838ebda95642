import { z } from 'zod';
import { defineContract } from '../contract.ts';
import { Cleanup, JobOutcome, TaskOutcome } from '../outcome.ts';

const Step = z.object({ jobId: z.string(), step: z.int() });
/** A step of a job, and until when that may take. */
export const StepRun = Step.extend({ deadline: z.iso.datetime() });
export type StepRun = z.infer<typeof StepRun>;

/** A step, or that which undoes it: this has no deadline but its own. */
export const StepWork = Step.extend({
  deadline: z.iso.datetime().optional(),
  isCompensation: z.boolean().optional(),
});
export type StepWork = z.infer<typeof StepWork>;

export const AwaitRun = StepRun.extend({
  /** Times that it has waited. */
  waits: z.int().optional(),
});
export type AwaitRun = z.infer<typeof AwaitRun>;

export const Awaited = z.discriminatedUnion('look', [
  z.object({ look: z.literal('go') }),
  /** Nothing is to be run: it was skipped or stopped before it began, or it was an approval. */
  z.object({ look: z.literal('over'), outcome: TaskOutcome }),
]);
export type Awaited = z.infer<typeof Awaited>;

// Orchestrators

/** Its result is nothing: the step's row says how it ended. */
export const runStep = defineContract({ name: 'runStep', input: StepRun, output: z.null() });

export const awaitStep = defineContract({ name: 'awaitStep', input: AwaitRun, output: Awaited });

// Activities

/** Whether a step may begin; an approval that may, asks from then on, and one whose time is over is decided. */
export const lookAtStep = defineContract({
  name: 'lookAtStep',
  input: AwaitRun,
  output: z.discriminatedUnion('look', [
    ...Awaited.options,
    z.object({ look: z.literal('wait'), until: z.iso.datetime() }),
  ]),
});
export type LookedAtStep = z.infer<typeof lookAtStep.output>;

/** Makes the job of a step, with the results of those before it as its inputs; again: the same. */
export const prepareStep = defineContract({
  name: 'prepareStep',
  input: StepWork,
  output: z.discriminatedUnion('kind', [
    z.object({ kind: z.literal('job'), jobId: z.string() }),
    z.object({ kind: z.literal('activity') }),
    z.object({ kind: z.literal('over'), outcome: TaskOutcome }),
  ]),
});
export type PreparedStep = z.infer<typeof prepareStep.output>;

/** Calls the app's function that a step names, and keeps its result; what it throws is an outcome. */
export const callStepActivity = defineContract({
  name: 'callStepActivity',
  input: Step.extend({ isCompensation: z.boolean().optional() }),
  output: JobOutcome,
});

/** Keeps how a step ended, or its undoing, and wakes those that wait for it. The first end recorded stays. */
export const recordStep = defineContract({
  name: 'recordStep',
  input: Step.extend({ outcome: TaskOutcome, isCompensation: z.boolean().optional() }),
  output: z.object({ cleanup: Cleanup }),
});

/** What came of a job by its steps, and which are to be undone, in this order. */
export const judgeSteps = defineContract({
  name: 'judgeSteps',
  input: z.object({ jobId: z.string() }),
  output: z.object({ outcome: JobOutcome, cleanup: Cleanup, compensate: z.array(z.int()) }),
});
