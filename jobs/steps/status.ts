import type { JobOutcome, TaskOutcome } from '../outcome.ts';
import { compensationJobId, stepJobId } from './ids.ts';
import { type Decision, type StepRow, waitsForApproval } from './rows.ts';

/** A step as a job's status shows it. Absent what does not apply. */
export interface StepStatus {
  readonly name: string;
  readonly kind: StepRow['kind'];
  readonly state: StepRow['state'];
  readonly outcome?: TaskOutcome;
  /** Where the status of the job that it runs is. */
  readonly job?: string;
  readonly startedAt?: string;
  readonly finishedAt?: string;
  /** Until when somebody may approve or reject it. */
  readonly until?: string;
  readonly decision?: Decision;
  /** What undoes it, once that has begun. */
  readonly compensation?: {
    readonly state: 'running' | 'over';
    readonly outcome?: JobOutcome;
    readonly job?: string;
  };
}

/** `jobsUrl` is below which a job's status is found by its id. */
export function statusOfSteps(
  jobId: string,
  rows: readonly StepRow[],
  jobsUrl: string,
): StepStatus[] {
  return rows.map((row) => {
    const { step, name, kind, state, outcome, startedAt, finishedAt, until, decision } = row;
    const hasJob = kind === 'job' && startedAt !== undefined;
    const compensation = compensationOf(jobId, row, jobsUrl);
    return {
      name,
      kind,
      state,
      ...(outcome && { outcome }),
      ...(hasJob && { job: `${jobsUrl}/${stepJobId(jobId, step)}` }),
      ...(startedAt !== undefined && { startedAt }),
      ...(finishedAt !== undefined && { finishedAt }),
      ...(until !== undefined && waitsForApproval(row) && { until }),
      ...(decision && { decision }),
      ...(compensation && { compensation }),
    };
  });
}

function compensationOf(
  jobId: string,
  { step, compensation }: StepRow,
  jobsUrl: string,
): StepStatus['compensation'] {
  if (!compensation || compensation.state === 'waiting') return undefined;
  const { kind, state, outcome } = compensation;
  return {
    state,
    ...(outcome && { outcome }),
    ...(kind === 'job' && { job: `${jobsUrl}/${compensationJobId(jobId, step)}` }),
  };
}
