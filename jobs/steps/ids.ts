/**
 * The job of a step, by its number in the list of its parent. The hyphen, which no other job's id has, tells whose it is;
 * 50 steps make it 4 characters longer than the parent's.
 */
export function stepJobId(parent: string, step: number): string {
  return `${parent}-s${step}`;
}

/** The job that undoes a step. */
export function compensationJobId(parent: string, step: number): string {
  return `${parent}-c${step}`;
}

/** The job whose step, or its undoing, this job is; undefined for all others. */
export function parentOf(jobId: string): string | undefined {
  return /^(.+)-[sc]\d{1,2}$/.exec(jobId)?.[1];
}

/** By whose ids a job is stopped: its own, and that of the job whose step it is. What undoes a step is stopped by its own. */
export function stoppedBy(jobId: string): string[] {
  const parent = /-s\d+$/.test(jobId) ? parentOf(jobId) : undefined;
  return parent === undefined ? [jobId] : [jobId, parent];
}

/** The orchestration instance that runs a step. */
export function stepRunId(jobId: string, step: number): string {
  return `${jobId}-step-${step}`;
}

/** The orchestration instance that waits for a step's turn, or its approval: where `wake` events go. */
export function awaitIdOf(jobId: string, step: number): string {
  return `${jobId}-await-${step}`;
}
