import type { ActivityHandler } from 'durable-functions';
import { type JobOutcome, platformError } from '../../jobs/outcome.ts';
import { maxValueBytes } from '../../jobs/spec/steps.ts';
import type { StepCall } from '../../jobs/steps/call.ts';
import * as contracts from '../../jobs/steps/contracts.ts';
import type { StepRow } from '../../jobs/steps/rows.ts';
import type { Deps } from '../deps.ts';
import { implement } from '../implement.ts';
import { readSpec } from '../job-files.ts';
import { outputOfStep, resultFileOf } from './step-files.ts';

type CallDeps = Pick<Deps, 'artifacts' | 'store' | 'stepActivities'>;

const failed = (message: string): JobOutcome => ({
  status: 'failed',
  class: 'activity-failed',
  message,
});

/**
 * Its input and its result stay among the job's files: they are no part of a history, however large. A function that has
 * given its result is not called again; one whose host died before that is.
 */
export function callStepActivity(deps: CallDeps): ActivityHandler {
  return implement(contracts.callStepActivity, async ({ jobId, step, isCompensation }, context) => {
    const file = resultFileOf(step, isCompensation);
    if ((await deps.artifacts.readJobFile(jobId, file)) !== undefined)
      return { status: 'succeeded' };
    const found = (await readSpec(deps.artifacts, jobId)).steps?.[step];
    const activity = isCompensation ? found?.compensate?.activity : found?.activity;
    if (!activity) throw new Error(`Step ${step} of job ${jobId} calls no activity.`);
    const { name } = activity;
    // By a step's name nothing else of an object may be reached.
    const handler = new Map(Object.entries(deps.stepActivities ?? {})).get(name);
    if (!handler) return failed(`this app has no activity ${name} for steps`);
    const call = await callOf(deps, { jobId, step, isCompensation }, activity.input);
    const result = await resultOf(() => handler(call, context));
    if (result.problem !== undefined) return failed(`${name}: ${result.problem}`);
    await deps.artifacts.saveJobFile(jobId, file, result.text);
    return { status: 'succeeded' };
  });
}

interface Which {
  readonly jobId: string;
  readonly step: number;
  readonly isCompensation: boolean | undefined;
}

async function callOf(
  deps: CallDeps,
  { jobId, step, isCompensation }: Which,
  input: unknown,
): Promise<StepCall> {
  const rows = await deps.store.listSteps(jobId);
  const own = rows[step];
  const given = [...(own?.dependsOn ?? []), ...(isCompensation ? [step] : [])];
  const outputs = await Promise.all(
    given
      .flatMap((other): StepRow[] => (rows[other] ? [rows[other]] : []))
      .map(async (row): Promise<[string, unknown]> => {
        const text = await outputOfStep(deps, jobId, row);
        return [row.name, text === undefined ? null : JSON.parse(text)];
      }),
  );
  return {
    jobId,
    step: own?.name ?? '',
    ...(input !== undefined && { input }),
    outputs: Object.fromEntries(outputs),
  };
}

type Result =
  { readonly text: string; readonly problem?: undefined } | { readonly problem: string };

/** Nothing is null; what is no JSON, or too much of it, is no result. */
async function resultOf(call: () => unknown): Promise<Result> {
  try {
    const value: unknown = await call();
    const text: unknown = JSON.stringify(value ?? null);
    if (typeof text !== 'string') return { problem: 'its result is no JSON' };
    const bytes = Buffer.byteLength(text);
    return bytes > maxValueBytes
      ? { problem: `its result has ${bytes} bytes, more than ${maxValueBytes}` }
      : { text };
  } catch (error) {
    return { problem: platformError(error).message };
  }
}
