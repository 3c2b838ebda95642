import { z } from 'zod';
import { Artifacts } from './spec/artifacts.ts';
import { Budget } from './spec/budget.ts';
import { Completion } from './spec/completion.ts';
import { Duration } from './spec/duration.ts';
import { listErrors, type SpecError, withoutExcess } from './spec/errors.ts';
import { FanOut } from './spec/fan-out.ts';
import { Group } from './spec/group.ts';
import { Labels } from './spec/labels.ts';
import { Notify } from './spec/notify.ts';
import { groupErrors } from './spec/rules/group-errors.ts';
import { spotRegionErrors } from './spec/rules/spot-regions.ts';
import { Regions } from './spec/regions.ts';
import { KeepOnFailure, Retry } from './spec/retry.ts';
import { stepErrors } from './spec/step-rules.ts';
import { type StepJob, Steps } from './spec/steps.ts';
import { Weight } from './spec/weight.ts';
import { whichOf } from './spec/which-of.ts';
import { withoutNulls } from './spec/without-nulls.ts';
import { inputErrors, parsedInput, WorkloadName } from './workloads/inputs.ts';

export type { SpecError } from './spec/errors.ts';

/** Our public contract: what a caller may ask for. Fields that are not here are errors. */
export const JobSpec = z.strictObject({
  /** For people; need not be unique. */
  name: z
    .string()
    .trim()
    .min(1, 'must not be empty')
    .max(63, 'must be at most 63 characters')
    .regex(/^[^\u0000-\u001f\u007f-\u009f]*$/, 'must not hold control characters')
    .optional(),
  labels: Labels.optional(),
  /** A workload of ours with its input; or instead a `group`, alone or with `fanOut` and `reduce`. */
  workload: WorkloadName.optional(),
  input: z.unknown().optional(),
  group: Group.optional(),
  /** Or several jobs, activities and approvals, each after those that it depends on. */
  steps: Steps.optional(),
  fanOut: FanOut.optional(),
  /** Runs once when all items have succeeded, and reads what they wrote. */
  reduce: z.strictObject({ group: Group }).optional(),
  target: z
    .strictObject({
      subscriptionId: z.guid('must be a GUID').optional(),
      resourceGroup: z.string().min(1).max(90).optional(),
    })
    .optional(),
  /** In order of preference; later ones are taken when an earlier one has no room. */
  regions: Regions.optional(),
  artifacts: Artifacts.optional(),
  /** From the start of the job to its end, for all of its tasks together; with steps, 7 days where it does not say. */
  timeout: Duration.default('PT1H'),
  /** From the creation of a group to the start of its containers. */
  provisioningTimeout: Duration.default('PT10M'),
  completion: Completion,
  retry: Retry.optional(),
  /** The job is stopped, and fails as `over-budget`, when it has cost so much. */
  budget: Budget.optional(),
  /** Its share of a region's quota beside other jobs that wait there; 1 where it does not say. */
  weight: Weight.optional(),
  /** Who is told how it ended. */
  notify: Notify.optional(),
  /** For how long the group of a task that has failed for good is left for inspection. */
  keepOnFailure: KeepOnFailure.optional(),
});
export type JobSpec = z.infer<typeof JobSpec>;

/** What a workload of ours makes of its input: the parts of a spec that its caller does not write. */
export const WorkloadSpec = JobSpec.pick({
  group: true,
  fanOut: true,
  reduce: true,
  artifacts: true,
});
export type WorkloadSpec = z.infer<typeof WorkloadSpec>;

export type ParsedSpec =
  | { readonly ok: true; readonly spec: JobSpec }
  | { readonly ok: false; readonly errors: readonly SpecError[] };

/**
 * Reads a spec strictly and lists every wrong field at once (the first 50), by paths like
 * `group.properties.containers[0].name`. Defaults are filled in, those of a workload's input too.
 */
export function parseJobSpec(raw: unknown): ParsedSpec {
  const value = withoutNulls(raw);
  const parsed = JobSpec.safeParse(value);
  const shape = parsed.success ? [] : listErrors(parsed.error.issues, value);
  const wrong = new Set(shape.map(({ path }) => path));
  // One error for a field is enough.
  const beyond = [...azureErrors(value), ...stepErrors(value, rulesOf)];
  const errors = [
    ...shape,
    ...beyond.filter(({ path }) => !wrong.has(path)),
    ...whichOf(value),
    ...inputErrors(value),
  ];
  if (!parsed.success || errors.length > 0) return { ok: false, errors: withoutExcess(errors) };
  return { ok: true, spec: withDefaults(parsed.data, value) };
}

/** What is wrong in the raw job of a step beyond its shape. */
function rulesOf(job: unknown): SpecError[] {
  return [...azureErrors(job), ...whichOf(job), ...inputErrors(job)];
}

/** Each step has a timeout of its own, and people take their time. */
const timeoutOfSteps = 'P7D';

function withDefaults(spec: JobSpec, raw: unknown): JobSpec {
  const whole = { ...spec, ...parsedInput(spec) };
  if (!spec.steps) return whole;
  const saysTimeout = z.looseObject({ timeout: z.string() }).safeParse(raw).success;
  const withInput = (job: StepJob): StepJob => ({ ...job, ...parsedInput(job) });
  return {
    ...whole,
    ...(!saysTimeout && { timeout: timeoutOfSteps }),
    steps: spec.steps.map((step) => ({
      ...step,
      ...(step.job && { job: withInput(step.job) }),
      ...(step.compensate?.job && {
        compensate: { ...step.compensate, job: withInput(step.compensate.job) },
      }),
    })),
  };
}

const Groups = z.looseObject({
  group: z.unknown().optional(),
  reduce: z.looseObject({ group: z.unknown().optional() }).optional().catch(undefined),
});

/** What Azure's rules say. */
function azureErrors(value: unknown): SpecError[] {
  const { data: spec } = Groups.safeParse(value);
  return [
    ...groupErrors(spec?.group, 'group'),
    ...groupErrors(spec?.reduce?.group, 'reduce.group'),
    ...spotRegionErrors(value),
  ];
}
