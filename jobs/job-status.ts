import { adviceOf } from './advice.ts';
import { spentUsd } from './budget.ts';
import type { FailedAttempt } from './failed-attempt.ts';
import {
  hasFailed,
  hasSucceeded,
  type JobRow,
  type TaskRow,
  type Trigger,
  type WaitingFor,
  wasCut,
} from './job-rows.ts';
import type { JobOutcome } from './outcome.ts';
import { type StepRow, waitsForApproval } from './steps/rows.ts';
import { type StepStatus, statusOfSteps } from './steps/status.ts';

/** Somebody is to approve a step: the first that asks, where several do. */
export interface WaitingForApproval {
  readonly what: 'approval';
  readonly step: string;
}

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

function pickDefined({ name, workload, outcome, startedAt, finishedAt }: JobRow) {
  return {
    ...(name !== undefined && { name }),
    ...(workload !== undefined && { workload }),
    ...(outcome && { outcome }),
    ...(startedAt !== undefined && { startedAt }),
    ...(finishedAt !== undefined && { finishedAt }),
  };
}
