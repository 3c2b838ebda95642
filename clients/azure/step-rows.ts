import type { TableClient } from '@azure/data-tables';
import { Decision, StepRow } from '../../jobs/steps/rows.ts';
import { GuardedTable } from './guarded-table.ts';

/** A job has at most 50. */
const pageSize = 100;

/** The steps of jobs, a partition for each job, and in another what people have said of them. */
export class StepRows {
  private readonly rows: GuardedTable<StepRow>;
  private readonly decisions: GuardedTable<Decision>;

  constructor(tasks: TableClient) {
    this.rows = new GuardedTable({
      table: tasks,
      parse: (row) => StepRow.parse(row),
      json: ['dependsOn', 'outcome', 'approval', 'decision', 'compensation'],
    });
    this.decisions = new GuardedTable({
      table: tasks,
      parse: (row) => Decision.parse(row),
      json: [],
    });
  }

  async add(jobId: string, rows: readonly StepRow[]): Promise<void> {
    const inserts = rows.map((row) => this.rows.insert(stepsOf(jobId), keyOf(row.step), row));
    await Promise.all(inserts);
  }

  async list(jobId: string): Promise<StepRow[]> {
    const rows: StepRow[] = [];
    for await (const row of this.rows.list(stepsOf(jobId), { pageSize })) rows.push(row);
    return rows;
  }

  async change(jobId: string, step: number, change: Partial<StepRow>): Promise<void> {
    const isThere = await this.rows.change(
      stepsOf(jobId),
      keyOf(step),
      (row) => row && { ...row, ...change },
    );
    if (!isThere) throw new Error(`Job ${jobId} has no step ${step}.`);
  }

  async decide(jobId: string, step: number, decision: Decision): Promise<Decision> {
    const isFirst = await this.decisions.insert(decisionsOf(jobId), keyOf(step), decision);
    return (isFirst ? undefined : await this.readDecision(jobId, step)) ?? decision;
  }

  readDecision(jobId: string, step: number): Promise<Decision | undefined> {
    return this.decisions.read(decisionsOf(jobId), keyOf(step));
  }
}

/** The partition of a job's steps. */
export function stepsOf(jobId: string): string {
  return `${jobId}-steps`;
}

/** The partition of what people have said of a job's steps. */
export function decisionsOf(jobId: string): string {
  return `${jobId}-decisions`;
}

/** Keys sort as numbers. */
function keyOf(step: number): string {
  return String(step).padStart(2, '0');
}
