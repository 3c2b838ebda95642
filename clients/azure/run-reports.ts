import { createHash } from 'node:crypto';
import type { TableClient } from '@azure/data-tables';
import { ExitReport, type Reporter } from '../../jobs/completion.ts';
import { PastRuns, withRun } from '../../jobs/pace.ts';
import { GuardedTable } from './guarded-table.ts';

const pastRuns = 'past-runs';
/** An attempt has at most 60 containers. */
const pageSize = 100;

/** What containers have said of their ends, a partition per job; and what past runs of an image took, a row for each. */
export class RunReports {
  private readonly exits: GuardedTable<ExitReport>;
  private readonly past: GuardedTable<PastRuns>;

  constructor(tasks: TableClient, jobs: TableClient) {
    this.exits = new GuardedTable({
      table: tasks,
      parse: (row) => ExitReport.parse(row),
      json: [],
    });
    this.past = new GuardedTable({ table: jobs, parse: (row) => PastRuns.parse(row), json: [] });
  }

  reportExit(reporter: Reporter, report: Omit<ExitReport, 'container'>): Promise<boolean> {
    const { jobId, container } = reporter;
    const key = `${attemptKey(reporter)}${container}`;
    return this.exits.insert(exitsOf(jobId), key, { container, ...report });
  }

  async readExits(attempt: Omit<Reporter, 'container'>): Promise<ExitReport[]> {
    const after = attemptKey(attempt);
    const options = { after, before: `${after}~`, pageSize };
    const reports: ExitReport[] = [];
    for await (const report of this.exits.list(exitsOf(attempt.jobId), options))
      reports.push(report);
    return reports;
  }

  readPastRuns(what: string): Promise<PastRuns | undefined> {
    return this.past.read(pastRuns, keyOf(what));
  }

  async recordRun(what: string, seconds: number): Promise<void> {
    await this.past.change(pastRuns, keyOf(what), (past) => withRun(past, seconds));
  }
}

/** The partition of what the containers of a job have said of their ends. */
export function exitsOf(jobId: string): string {
  return `${jobId}-exits`;
}

function attemptKey({ task, attempt }: Pick<Reporter, 'task' | 'attempt'>): string {
  return `${task}-${attempt}-`;
}

/** Names of images have slashes, which keys may not: https://learn.microsoft.com/rest/api/storageservices/understanding-the-table-service-data-model#characters-disallowed-in-key-fields */
function keyOf(what: string): string {
  return createHash('sha256').update(what).digest('hex');
}
