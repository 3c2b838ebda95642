import { z } from 'zod';
import { attemptPolicyOf } from './attempt-policy.ts';
import { Target } from './group-plan.ts';
import { JobSpec } from './job-spec.ts';
import type { JobPlan } from './runs.ts';
import { secondsOf } from './spec/duration.ts';
import type { Group } from './spec/group.ts';

/** A job as it is run, kept as `plan.json`: the whole spec with its images resolved, and where. */
export const PlanFile = z.object({
  spec: JobSpec,
  target: Target,
  location: z.string(),
  /** Items of the fan-out; 1 when there is none. */
  itemCount: z.int(),
});
export type PlanFile = z.infer<typeof PlanFile>;

const defaultParallel = 1;

/** What the orchestrators need to know of it. */
export function jobPlanOf({ spec, target, itemCount }: PlanFile): JobPlan {
  return {
    kind: 'plan',
    target,
    itemCount,
    lanes: Math.min(itemCount, spec.fanOut?.maxParallel ?? defaultParallel),
    hasReduce: spec.reduce !== undefined,
    stopOnFailure: (spec.fanOut?.onItemFailure ?? 'stop') === 'stop',
    timeoutSeconds: secondsOf(spec.timeout),
    provisioningTimeoutSeconds: secondsOf(spec.provisioningTimeout),
    policy: attemptPolicyOf(spec),
    hasCursor: true,
  };
}

/** The group that a task runs; the reduce is the task after the last item. */
export function groupOfTask({ spec, itemCount }: PlanFile, task: number): Group {
  const group = task === itemCount ? spec.reduce?.group : spec.group;
  if (!group) throw new Error(`The job has no group for task ${task}.`);
  return group;
}
