import { z } from 'zod';
import { FailedAttempt } from '../../jobs/failed-attempt.ts';
import { Trigger, WaitingFor } from '../../jobs/job-rows.ts';
import { JobOutcome, TaskOutcome } from '../../jobs/outcome.ts';
import { Decision } from '../../jobs/steps/rows.ts';

const Count = z.int().min(0);
const Urls = z.array(z.url()).readonly();
const Money = z.number().min(0);

const StepStatus = z.object({
  name: z.string(),
  kind: z.enum(['job', 'activity', 'approval']),
  state: z.enum(['waiting', 'running', 'over']),
  outcome: TaskOutcome.optional().describe('When it is over; skipped: it was never begun.'),
  job: z.url().optional().describe('The status of the job that it runs.'),
  startedAt: z.iso.datetime().optional(),
  finishedAt: z.iso.datetime().optional(),
  until: z.iso.datetime().optional().describe('When nobody is asked any more.'),
  decision: Decision.optional(),
  compensation: z
    .object({
      state: z.enum(['running', 'over']),
      outcome: JobOutcome.optional(),
      job: z.url().optional(),
    })
    .optional()
    .describe('What undoes it, once that has begun.'),
});

/** What `GET /api/jobs/{id}` says; fields are added, never taken away. */
export const JobStatus = z
  .object({
    id: z.string(),
    name: z.string().optional(),
    trigger: Trigger,
    workload: z.string().optional(),
    labels: z.record(z.string(), z.string()).readonly(),
    phase: z.enum(['waiting', 'running', 'over']),
    waitingFor: z
      .union([WaitingFor, z.object({ what: z.literal('approval'), step: z.string() })])
      .optional()
      .describe(
        'What it waits for, and its place in the queue; or which step somebody is to approve.',
      ),
    outcome: JobOutcome.optional().describe('When it is over.'),
    tasks: z.object({ total: Count, running: Count, succeeded: Count, failed: Count }),
    items: z
      .object({ total: Count, succeeded: Count, failed: Count })
      .optional()
      .describe('Where a task has several.'),
    retryOf: z.string().optional().describe('The job of which it runs again what had failed.'),
    parent: z.string().optional().describe('The job of which it is a step, or undoes one.'),
    steps: z.array(StepStatus).readonly().optional().describe('In the order of the spec.'),
    attempts: Count,
    advice: z
      .array(z.string())
      .readonly()
      .optional()
      .describe('Smaller sizes that would have done, by what its containers have used.'),
    failedAttempts: z
      .array(FailedAttempt.extend({ task: Count }))
      .readonly()
      .optional(),
    cleanup: z
      .enum(['done', 'pending'])
      .optional()
      .describe('Pending: a container group is left, and is swept.'),
    costUsd: Money.optional(),
    createdAt: z.iso.datetime(),
    startedAt: z.iso.datetime().optional(),
    finishedAt: z.iso.datetime().optional(),
    output: z.unknown().optional().describe('What the container wrote to result.json.'),
    results: Urls,
    logs: Urls,
    links: z.object({
      self: z.url(),
      logs: z.url(),
      cancel: z.url(),
      approve: z.url().optional().describe('While a step asks for it.'),
      reject: z.url().optional(),
    }),
  })
  .describe('A job.');

export const JobList = z.object({
  jobs: z.array(JobStatus),
  continuation: z.string().optional().describe('Given back, it brings the next page.'),
});

const Expected = z.object({ expected: Money.optional(), most: Money });

const Source = z.object({ asOf: z.iso.date().optional(), source: z.string() });

const PricedAs = z
  .object({
    region: z.string(),
    isStandIn: z.literal(true).optional(),
    prices: z.array(Source.extend({ what: z.string() })).readonly(),
  })
  .describe('Whose list prices these are; `isStandIn`: those of its own region are not known.');

const Month = Source.extend({
  runs: Money,
  costUsd: Money,
  vm: z.string(),
  vmRegion: z.string(),
  vmCostUsd: Money,
  vmPaysFromRunsPerDay: Money.optional(),
}).describe('A month of it, beside a virtual machine that stands ready all the time.');

export const Estimate = z
  .object({
    region: z.string(),
    pricedAs: PricedAs,
    tasks: Count,
    costUsd: Expected,
    perMonth: Month.optional(),
    minutes: Expected,
    quota: z.object({ groups: Count, cores: Money, memoryInGB: Money, creates: Count }),
    assumptions: z.array(z.string()).readonly(),
  })
  .describe('What a job would take; nothing has been run for it.');

/** What somebody says of a step that asks for approval. */
export const Verdict = z.strictObject({
  step: z.string().max(63).optional().describe('Needed where several steps ask.'),
  by: z.string().max(200).optional().describe('Who says so; nobody checks it.'),
  comment: z.string().max(2000).optional(),
});

/** What a container says of itself. */
export const ExitReport = z.strictObject({ exitCode: z.int() });

/** https://www.rfc-editor.org/rfc/rfc9457 */
export const Problem = z
  .object({
    type: z.string(),
    title: z.string(),
    status: z.int(),
    errors: z
      .array(z.object({ path: z.string(), message: z.string() }))
      .optional()
      .describe('Every wrong field, by its path; of more than 50, the first.'),
  })
  .describe('Why a request was refused.');
