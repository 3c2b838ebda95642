import type { JobSpec } from '../job-spec.ts';
import { secondsOf } from '../spec/duration.ts';
import type { Step, StepJob } from '../spec/steps.ts';

/** A step's job, or that which undoes it. */
interface JobInSteps {
  /** Where it stands in the spec: `steps[1].job`. */
  readonly path: string;
  readonly step: Step;
  readonly job: StepJob;
}

/** Every job that a spec's steps may run. */
export function jobsInSteps({ steps = [] }: Pick<JobSpec, 'steps'>): JobInSteps[] {
  return steps.flatMap((step, index) => {
    const { job, compensate } = step;
    const at = `steps[${index}]`;
    return [
      ...(job ? [{ path: `${at}.job`, step, job }] : []),
      ...(compensate?.job ? [{ path: `${at}.compensate.job`, step, job: compensate.job }] : []),
    ];
  });
}

/** The activities that a spec's steps may call, each with the field that names it. */
export function activitiesInSteps({ steps = [] }: Pick<JobSpec, 'steps'>) {
  return steps.flatMap(({ activity, compensate }, index) => [
    ...(activity ? [{ path: `steps[${index}].activity.name`, name: activity.name }] : []),
    ...(compensate?.activity
      ? [{ path: `steps[${index}].compensate.activity.name`, name: compensate.activity.name }]
      : []),
  ]);
}

/**
 * The spec of a step's job, with these inputs: what it does not say its parent says. `mostSeconds`: it ends with its parent
 * at the latest.
 */
export function specOfStep(
  parent: JobSpec,
  { step, job }: Pick<JobInSteps, 'step' | 'job'>,
  { inputs, mostSeconds = Infinity }: { inputs: string[]; mostSeconds?: number | undefined },
): JobSpec {
  const inherited = { ...parent, steps: undefined, notify: undefined };
  const { artifacts, ...own } = job;
  const outputPrefix = artifacts?.outputPrefix;
  const seconds = Math.max(1, Math.min(secondsOf(job.timeout), mostSeconds));
  return {
    ...inherited,
    ...own,
    name: step.name,
    provisioningTimeout: job.provisioningTimeout ?? parent.provisioningTimeout,
    completion: job.completion ?? parent.completion,
    timeout: `PT${seconds}S`,
    artifacts: {
      ...(inputs.length > 0 && { inputs }),
      ...(outputPrefix !== undefined && { outputPrefix }),
    },
  };
}
