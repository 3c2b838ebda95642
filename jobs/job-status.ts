import { z } from 'zod';
import { Cleanup, JobOutcome } from './outcome.ts';

export const Trigger = z.enum(['http', 'blob', 'queue']);
export type Trigger = z.infer<typeof Trigger>;

/** A job in the read model: one row, of which each activity changes its part. */
export const JobRow = z.object({
  id: z.string(),
  name: z.string().optional(),
  trigger: Trigger,
  workload: z.string().optional(),
  labels: z.record(z.string(), z.string()),
  phase: z.enum(['waiting', 'running', 'over']),
  outcome: JobOutcome.optional(),
  tasksTotal: z.int(),
  cleanup: Cleanup.optional(),
  costUsd: z.number().optional(),
  createdAt: z.iso.datetime(),
  startedAt: z.iso.datetime().optional(),
  finishedAt: z.iso.datetime().optional(),
  /** JSON of what the container wrote to `result.json`: that of the only task, or of the reduce. */
  output: z.string().optional(),
  /** What came of the tasks; kept when the job is over, so that a list of jobs need not read them. */
  tasksSucceeded: z.int().optional(),
  tasksFailed: z.int().optional(),
  attempts: z.int().optional(),
});
export type JobRow = z.infer<typeof JobRow>;

/** One task of a job in the read model. */
export const TaskRow = z.object({
  task: z.int(),
  state: z.enum(['running', 'over']),
  attempts: z.int(),
  /** Name of the group of the newest attempt; `watcherIdOf` gives the instance that a `wake` goes to. */
  group: z.string().optional(),
  outcome: JobOutcome.optional(),
  cleanup: Cleanup.optional(),
  costUsd: z.number().optional(),
  results: z.array(z.string()).optional(),
  logs: z.array(z.string()).optional(),
  /** JSON of its `result.json`. */
  output: z.string().optional(),
});
export type TaskRow = z.infer<typeof TaskRow>;

/** What `GET /api/jobs/{id}` says. Absent where it does not apply. */
export interface JobStatus {
  readonly id: string;
  readonly name?: string;
  readonly trigger: Trigger;
  readonly workload?: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly phase: JobRow['phase'];
  readonly outcome?: JobOutcome;
  readonly tasks: {
    readonly total: number;
    readonly running: number;
    readonly succeeded: number;
    readonly failed: number;
  };
  readonly attempts: number;
  readonly cleanup?: 'done' | 'pending';
  readonly costUsd?: number;
  readonly createdAt: string;
  readonly startedAt?: string;
  readonly finishedAt?: string;
  readonly output?: unknown;
  readonly results: readonly string[];
  readonly logs: readonly string[];
  readonly links: { readonly self: string; readonly logs: string; readonly cancel: string };
}
