import { z } from 'zod';
import { WorkloadName } from '../workloads/inputs.ts';
import { Artifacts, BlobUrl } from './artifacts.ts';
import { Completion } from './completion.ts';
import { Duration } from './duration.ts';
import { FanOut } from './fan-out.ts';
import { Group } from './group.ts';
import { jsonBytes } from './json-bytes.ts';
import { Regions } from './regions.ts';
import { KeepOnFailure, Retry } from './retry.ts';

/** Each is an orchestration of its parent: its history stays below 2,000 events. */
const maxSteps = 50;
/** What a step gives to others, and what it is given: the same as a container's result.json. */
export const maxValueBytes = 64 * 1024;

const StepName = z
  .string()
  .regex(
    /^[a-z]([a-z0-9-]{0,18}[a-z0-9])?$/,
    'must be 1 to 20 lower-case letters, digits or inner hyphens, and begin with a letter',
  );

/** What another step wrote: the blob of this name below its OUTPUT_URL or, where none is named, its result. */
const StepInput = z.strictObject({
  step: StepName,
  blob: z
    .string()
    .max(512)
    .regex(
      /^(?!\.\.?(\/|$))[^/\\?#\u0000-\u001f]+(\/(?!\.\.?(\/|$))[^/\\?#\u0000-\u001f]+)*$/,
      'must be a relative path such as figures/2026.csv, without . or .. in it',
    )
    .optional(),
});
export type StepInput = z.infer<typeof StepInput>;

/** A job of its own, with what the job it is a step of says where it says nothing. */
export const StepJob = z.strictObject({
  workload: WorkloadName.optional(),
  input: z.unknown().optional(),
  group: Group.optional(),
  fanOut: FanOut.optional(),
  reduce: z.strictObject({ group: Group }).optional(),
  artifacts: z
    .strictObject({
      inputs: z
        .array(z.union([BlobUrl, StepInput], { error: 'must be a URL or {step, blob}' }))
        .max(100)
        .optional(),
      outputPrefix: Artifacts.shape.outputPrefix,
    })
    .optional(),
  regions: Regions.optional(),
  timeout: Duration.default('PT1H'),
  provisioningTimeout: Duration.optional(),
  completion: Completion.unwrap().optional(),
  retry: Retry.optional(),
  keepOnFailure: KeepOnFailure.optional(),
});
export type StepJob = z.infer<typeof StepJob>;

/** A function that the app has registered as one that steps may call. */
const Activity = z.strictObject({
  name: z
    .string()
    .regex(/^[A-Za-z][A-Za-z0-9_-]{0,127}$/, 'must be the name of an activity of this app'),
  input: z
    .unknown()
    .refine((value) => value === undefined || (jsonBytes(value) ?? Infinity) <= maxValueBytes, {
      error: `must be a JSON value of at most ${maxValueBytes} bytes`,
    })
    .optional(),
});

/** Somebody says yes or no, by `POST /api/jobs/{id}/approve` or `/reject`. */
const Approval = z.strictObject({
  /** From when all that comes before is done. */
  timeout: Duration.default('PT24H'),
  onTimeout: z.enum(['reject', 'approve']).default('reject'),
});

/** Written out: the compiler does not write down types that are nested as deeply as that of a group in here. */
export interface Step {
  readonly name: string;
  /** The step before it in the list where it does not say; none of them: at once. */
  readonly dependsOn?: string[] | undefined;
  readonly job?: StepJob | undefined;
  readonly activity?: z.infer<typeof Activity> | undefined;
  readonly approval?: z.infer<typeof Approval> | undefined;
  /** Undoes the step when it has succeeded and the job does not. */
  readonly compensate?:
    | {
        readonly job?: StepJob | undefined;
        readonly activity?: z.infer<typeof Activity> | undefined;
      }
    | undefined;
}

const Step: z.ZodType<Step> = z.strictObject({
  name: StepName,
  dependsOn: z.array(StepName).max(maxSteps).optional(),
  job: StepJob.optional(),
  activity: Activity.optional(),
  approval: Approval.optional(),
  compensate: z.strictObject({ job: StepJob.optional(), activity: Activity.optional() }).optional(),
});

/** What a job does one after the other, or side by side, instead of a `group`. */
export const Steps: z.ZodType<Step[]> = z
  .array(Step, 'must be a list of steps')
  .min(1, 'must not be empty')
  .max(maxSteps, `has more than ${maxSteps} steps`);
