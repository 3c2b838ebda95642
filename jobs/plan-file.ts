import { z } from 'zod';
import { roomOf } from './admission/room.ts';
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
  /** Tasks of the fan-out, of one item each if `items` does not say otherwise; 1 when there is none. */
  itemCount: z.int(),
  /** Items of all these tasks, where each has several: `itemsPerGroup`, and the last the rest. */
  items: z.int().optional(),
  /** The items lie in `items/<page>.jsonl`; absent in plans of version 1.0.0, where a list or blobs lie in `items.jsonl`. */
  hasPages: z.literal(true).optional(),
  /** What it tries again: the first job, whose items these are, and the retries of it so far. */
  retryOf: z.array(z.string()).min(1).optional(),
  /** How many tasks of them have to run. */
  toRun: z.int().optional(),
  /** How many items these have, where a task has several. */
  itemsToRun: z.int().optional(),
});
export type PlanFile = z.infer<typeof PlanFile>;

const defaultParallel = 1;

/** What the orchestrators need to know of it. */
export function jobPlanOf(plan: PlanFile): JobPlan {
  const { spec, target, itemCount, items, toRun, itemsToRun = items } = plan;
  const percentage = spec.fanOut?.toleratedFailurePercentage ?? 0;
  return {
    kind: 'plan',
    target,
    itemCount,
    lanes: Math.min(toRun ?? itemCount, spec.fanOut?.maxParallel ?? defaultParallel),
    hasReduce: spec.reduce !== undefined,
    stopOnFailure: (spec.fanOut?.onItemFailure ?? 'stop') === 'stop',
    timeoutSeconds: secondsOf(spec.timeout),
    provisioningTimeoutSeconds: secondsOf(spec.provisioningTimeout),
    policy: { ...attemptPolicyOf(spec), room: roomOf(plan) },
    hasCursor: true,
    ...(itemsToRun !== undefined && { items: itemsToRun }),
    ...(toRun !== undefined && { toRun }),
    // Of all, also where a retry runs some of them.
    toleratedFailures: Math.floor(((items ?? itemCount) * percentage) / 100),
  };
}

/** The items of a task by their numbers, from `from` to before `to`. */
export function itemsOfTask(
  { spec, itemCount, items = itemCount }: PlanFile,
  task: number,
): { readonly from: number; readonly to: number } {
  const each = spec.fanOut?.itemsPerGroup ?? 1;
  return { from: task * each, to: Math.min((task + 1) * each, items) };
}

/** The group that a task runs; the reduce is the task after the last item. */
export function groupOfTask({ spec, itemCount }: PlanFile, task: number): Group {
  const group = task === itemCount ? spec.reduce?.group : spec.group;
  if (!group) throw new Error(`The job has no group for task ${task}.`);
  return group;
}
