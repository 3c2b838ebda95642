import { z } from 'zod';
import { adviceOf, ContainerUse } from './advice.ts';
import { spentUsd } from './budget.ts';
import { FailedAttempt } from './failed-attempt.ts';
import { ContainerEnd } from './group-state.ts';
import { WaitReason } from './admission/requests.ts';
import { Cleanup, JobOutcome } from './outcome.ts';
import { type StepRow, waitsForApproval } from './steps/rows.ts';
import { type StepStatus, statusOfSteps } from './steps/status.ts';

export const Trigger = z.enum(['http', 'blob', 'queue', 'serviceBus', 'orchestration']);
export type Trigger = z.infer<typeof Trigger>;

/** Where the job's outcome is sent to, for whoever submitted it as a message. */
export const ReplyAddress = z.object({
  queue: z.string(),
  /** By which the receiver knows what it is an answer to. */
  correlationId: z.string(),
});
export type ReplyAddress = z.infer<typeof ReplyAddress>;

export const WaitingFor = z.object({ what: WaitReason, place: z.int() });
export type WaitingFor = z.infer<typeof WaitingFor>;

/** Somebody is to approve a step: the first that asks, where several do. */
export interface WaitingForApproval {
  readonly what: 'approval';
  readonly step: string;
}

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
  /** Items of all tasks, where a task has several. */
  itemsTotal: z.int().optional(),
  itemsSucceeded: z.int().optional(),
  itemsFailed: z.int().optional(),
  /** The job of which it runs again what had not succeeded. */
  retryOf: z.string().optional(),
  reply: ReplyAddress.optional(),
  /** The job of which it is a step, or undoes one. */
  parent: z.string().optional(),
  /** How many steps it has, where it has some. */
  stepsTotal: z.int().optional(),
  /** What the job waits for, and how many have their turn before it, itself counted; a little old. */
  waitingFor: WaitingFor.optional(),
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
  /** What the group that runs has cost when it was last seen; kept only of a job that has a budget. */
  accruedUsd: z.number().optional(),
  results: z.array(z.string()).optional(),
  logs: z.array(z.string()).optional(),
  /** JSON of its `result.json`. */
  output: z.string().optional(),
  /** Attempts after which another followed. */
  failedAttempts: z.array(FailedAttempt).optional(),
  /** How each container of the newest attempt ended, and from which image, by its digest. */
  containers: z.array(ContainerEnd).optional(),
  /** What its containers have used, where that is asked for: of the last attempt that succeeded. */
  used: z.array(ContainerUse).optional(),
  /** What came of its items, where it has several: the numbers of those that failed count from its first. */
  items: z
    .object({ succeeded: z.int(), failed: z.int(), failedNumbers: z.array(z.int()) })
    .optional(),
  /** Of each attempt, in USD; `costUsd` is their sum. */
  costs: z.array(z.number()).optional(),
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
  readonly waitingFor?: WaitingFor | WaitingForApproval;
  readonly outcome?: JobOutcome;
  readonly tasks: {
    readonly total: number;
    readonly running: number;
    readonly succeeded: number;
    readonly failed: number;
  };
  /** Where a task has several of them. */
  readonly items?: { readonly total: number; readonly succeeded: number; readonly failed: number };
  readonly retryOf?: string;
  /** The job of which it is a step, or undoes one. */
  readonly parent?: string;
  readonly steps?: readonly StepStatus[];
  readonly attempts: number;
  /** Attempts that failed, with the task that each belongs to: the newest 100. */
  readonly failedAttempts?: readonly (FailedAttempt & { readonly task: number })[];
  readonly cleanup?: 'done' | 'pending';
  /** Smaller sizes that would have done, by what its containers have used. */
  readonly advice?: readonly string[];
  readonly costUsd?: number;
  readonly createdAt: string;
  readonly startedAt?: string;
  readonly finishedAt?: string;
  readonly output?: unknown;
  readonly results: readonly string[];
  readonly logs: readonly string[];
  readonly links: {
    readonly self: string;
    readonly logs: string;
    readonly cancel: string;
    /** While somebody is asked. */
    readonly approve?: string;
    readonly reject?: string;
  };
}

/** So many URLs are shown of a job's results and logs; all of them lie in its containers. */
const maxUrls = 1000;

/**
 * The status of a job as it is shown everywhere. `tasks` may be left out for a list of jobs; those of a job of steps are
 * the tasks of all of them.
 */
export function statusOf(
  row: JobRow,
  baseUrl: string,
  tasks: readonly TaskRow[] = [],
  steps: readonly StepRow[] = [],
): JobStatus {
  const self = `${baseUrl}/api/jobs/${row.id}`;
  const { id, trigger, labels, phase, tasksTotal, createdAt, output } = row;
  const count = (state: (task: TaskRow) => boolean) => tasks.filter(state).length;
  const sum = (of: (task: TaskRow) => number) => tasks.reduce((n, task) => n + of(task), 0);
  return {
    id,
    trigger,
    labels,
    phase,
    createdAt,
    ...pickDefined(row),
    ...(phase !== 'over' && waitingForOf(row, steps)),
    tasks: {
      total: tasksTotal,
      running: phase === 'over' ? 0 : count(({ state }) => state === 'running'),
      succeeded: row.tasksSucceeded ?? count(hasSucceeded),
      failed: row.tasksFailed ?? count(hasFailed),
    },
    ...itemsOf(row, tasks),
    ...(row.retryOf !== undefined && { retryOf: row.retryOf }),
    ...(row.parent !== undefined && { parent: row.parent }),
    ...(steps.length > 0 && { steps: statusOfSteps(id, steps, `${baseUrl}/api/jobs`) }),
    attempts: row.attempts ?? sum(({ attempts }) => attempts),
    costUsd: row.costUsd ?? spentUsd(tasks),
    ...(row.cleanup && { cleanup: row.cleanup === 'deleted' ? 'done' : 'pending' }),
    ...(output !== undefined && { output: JSON.parse(output) as unknown }),
    ...adviceFor(tasks),
    // Tasks are numbered in their own jobs.
    ...(steps.length === 0 && failuresOf(tasks)),
    results: tasks.flatMap(({ results }) => results ?? []).slice(0, maxUrls),
    logs: tasks.flatMap(({ logs }) => logs ?? []).slice(0, maxUrls),
    links: {
      self,
      logs: `${self}/logs`,
      cancel: `${self}/cancel`,
      ...(phase !== 'over' &&
        steps.some(waitsForApproval) && { approve: `${self}/approve`, reject: `${self}/reject` }),
    },
  };
}

function waitingForOf(
  { waitingFor }: JobRow,
  steps: readonly StepRow[],
): Pick<JobStatus, 'waitingFor'> {
  const asking = steps.find(waitsForApproval);
  if (asking) return { waitingFor: { what: 'approval', step: asking.name } };
  return waitingFor ? { waitingFor } : {};
}

function adviceFor(tasks: readonly TaskRow[]): Pick<JobStatus, 'advice'> {
  const advice = adviceOf(tasks.flatMap(({ used }) => used ?? []));
  return advice.length > 0 ? { advice } : {};
}

const maxFailedAttempts = 100;

/** Whether the attempt that decided a task was to be followed by another, had not another's failure stopped the job. */
export function wasCut({ attempts, failedAttempts = [], outcome }: TaskRow): boolean {
  return outcome?.status === 'failed' && failedAttempts.at(-1)?.attempt === attempts;
}

function failuresOf(tasks: readonly TaskRow[]): Pick<JobStatus, 'failedAttempts'> {
  const all = tasks.flatMap((row) => {
    const { task, attempts, outcome, failedAttempts = [] } = row;
    const kept = failedAttempts.map((failed) => ({ task, ...failed }));
    return outcome?.status === 'failed' && !wasCut(row)
      ? [...kept, { task, attempt: attempts, outcome }]
      : kept;
  });
  return all.length > 0 ? { failedAttempts: all.slice(-maxFailedAttempts) } : {};
}

function itemsOf(
  { itemsTotal, itemsSucceeded, itemsFailed }: JobRow,
  tasks: readonly TaskRow[],
): Pick<JobStatus, 'items'> {
  if (itemsTotal === undefined) return {};
  const sum = (what: 'succeeded' | 'failed') =>
    tasks.reduce((n, { items }) => n + (items?.[what] ?? 0), 0);
  const succeeded = itemsSucceeded ?? sum('succeeded');
  return { items: { total: itemsTotal, succeeded, failed: itemsFailed ?? sum('failed') } };
}

export function hasSucceeded({ outcome }: TaskRow): boolean {
  return outcome?.status === 'succeeded';
}

/** Failed or ran out of time; a cancelled task has done neither. */
export function hasFailed({ outcome }: TaskRow): boolean {
  return outcome?.status === 'failed' || outcome?.status === 'timedOut';
}

function pickDefined({ name, workload, outcome, startedAt, finishedAt }: JobRow) {
  return {
    ...(name !== undefined && { name }),
    ...(workload !== undefined && { workload }),
    ...(outcome && { outcome }),
    ...(startedAt !== undefined && { startedAt }),
    ...(finishedAt !== undefined && { finishedAt }),
  };
}
