import { TableClient } from '@azure/data-tables';
import type { TokenCredential } from '@azure/identity';
import { z } from 'zod';
import { JobRow, TaskRow } from '../../jobs/job-rows.ts';
import type { ExitReport, Reporter } from '../../jobs/completion.ts';
import type { PastRuns } from '../../jobs/pace.ts';
import { stoppedBy } from '../../jobs/steps/ids.ts';
import type { Decision, StepRow } from '../../jobs/steps/rows.ts';
import type { JobPage, JobQuery, JobStore, StopReason } from '../ports.ts';
import { Claims } from './claims.ts';
import { GuardedTable } from './guarded-table.ts';
import { jobsOf, partitionOf } from './job-partition.ts';
import { RunReports } from './run-reports.ts';
import { StepRows } from './step-rows.ts';

const stops = 'stops';
const sweeper = 'sweeper';
const regions = 'regions';
/** The first outranks the others. */
const stopReasons = ['cancelled', 'overBudget', 'itemFailed'] as const;
/** Task numbers as keys sort as numbers. */
const taskDigits = 6;

interface JobStoreOptions {
  readonly tableServiceUrl: string;
  readonly credential: TokenCredential;
  readonly idempotencyDays: number;
}

/**
 * Three tables, which the deployment creates: `claims`; `jobs`, a row per job in one partition, whose ids sort newest
 * first, and in partitions of their own the jobs that are steps of one, the stop requests, the groups swept, the regions
 * without room and what past runs took; `tasks`, a partition per job, and others for what its containers said of their
 * ends, for its steps and for what people said of these.
 */
export class AzureJobStore implements JobStore {
  private readonly claims: Claims;
  private readonly jobs: GuardedTable<JobRow>;
  private readonly stops: GuardedTable<{ askedAt: string }>;
  private readonly regions: GuardedTable<{ region: string; until: string }>;
  private readonly swept: GuardedTable<{ deletes: number }>;
  private readonly tasks: GuardedTable<TaskRow>;
  private readonly reports: RunReports;
  private readonly steps: StepRows;

  constructor({ tableServiceUrl, credential, idempotencyDays }: JobStoreOptions) {
    const table = (name: string): TableClient => new TableClient(tableServiceUrl, name, credential);
    this.reports = new RunReports(table('tasks'), table('jobs'));
    this.steps = new StepRows(table('tasks'));
    this.claims = new Claims(table('claims'), idempotencyDays);
    this.jobs = new GuardedTable({
      table: table('jobs'),
      parse: (row) => JobRow.parse(row),
      json: ['labels', 'outcome', 'reply', 'waitingFor'],
    });
    this.stops = new GuardedTable({
      table: table('jobs'),
      parse: (row) => z.object({ askedAt: z.string() }).parse(row),
      json: [],
    });
    this.regions = new GuardedTable({
      table: table('jobs'),
      parse: (row) => z.object({ region: z.string(), until: z.iso.datetime() }).parse(row),
      json: [],
    });
    this.swept = new GuardedTable({
      table: table('jobs'),
      parse: (row) => z.object({ deletes: z.int() }).parse(row),
      json: [],
    });
    this.tasks = new GuardedTable({
      table: table('tasks'),
      parse: (row) => TaskRow.parse(row),
      json: [
        'outcome',
        'results',
        'logs',
        'failedAttempts',
        'containers',
        'costs',
        'items',
        'used',
      ],
    });
  }

  claim(key: string, jobId: string): Promise<string> {
    return this.claims.claim(key, jobId);
  }

  addJob(job: JobRow): Promise<boolean> {
    return this.jobs.insert(partitionOf(job.id), job.id, job);
  }

  readJob(jobId: string): Promise<JobRow | undefined> {
    return this.jobs.read(partitionOf(jobId), jobId);
  }

  updateJob(jobId: string, change: Partial<JobRow>): Promise<boolean> {
    return this.jobs.change(partitionOf(jobId), jobId, (job) =>
      job && job.phase !== 'over' ? { ...job, ...change } : undefined,
    );
  }

  async listJobs({ limit, continuation, parent }: JobQuery): Promise<JobPage> {
    const found: JobRow[] = [];
    const after = continuation === undefined ? {} : { after: continuation };
    for await (const job of this.jobs.list(jobsOf(parent), { ...after, pageSize: limit + 1 })) {
      found.push(job);
      if (found.length > limit) break;
    }
    const page = found.slice(0, limit);
    const last = page.at(-1);
    return found.length > limit && last ? { jobs: page, continuation: last.id } : { jobs: page };
  }

  async putTask(
    jobId: string,
    task: number,
    change: Partial<Omit<TaskRow, 'task'>>,
  ): Promise<void> {
    await this.tasks.change(jobId, taskKey(task), (row) => ({
      ...(row ?? { task, state: 'running' as const, attempts: 0 }),
      ...change,
    }));
  }

  readTask(jobId: string, task: number): Promise<TaskRow | undefined> {
    return this.tasks.read(jobId, taskKey(task));
  }

  listTasks(jobId: string): AsyncIterable<TaskRow> {
    return this.tasks.list(jobId, { pageSize: 1000 });
  }

  addSteps(jobId: string, rows: readonly StepRow[]): Promise<void> {
    return this.steps.add(jobId, rows);
  }

  listSteps(jobId: string): Promise<StepRow[]> {
    return this.steps.list(jobId);
  }

  changeStep(jobId: string, step: number, change: Partial<StepRow>): Promise<void> {
    return this.steps.change(jobId, step, change);
  }

  decideStep(jobId: string, step: number, decision: Decision): Promise<Decision> {
    return this.steps.decide(jobId, step, decision);
  }

  readDecision(jobId: string, step: number): Promise<Decision | undefined> {
    return this.steps.readDecision(jobId, step);
  }

  async requestStop(jobId: string, why: StopReason): Promise<void> {
    await this.stops.insert(stops, `${jobId}-${why}`, { askedAt: new Date().toISOString() });
  }

  async readStop(jobId: string): Promise<StopReason | undefined> {
    const isAsked = async (id: string, why: StopReason): Promise<boolean> =>
      (await this.stops.read(stops, `${id}-${why}`)) !== undefined;
    const anyAsked = async (why: StopReason): Promise<boolean> =>
      (await Promise.all(stoppedBy(jobId).map((id) => isAsked(id, why)))).includes(true);
    const asked = await Promise.all(stopReasons.map(anyAsked));
    return stopReasons.find((_, index) => asked[index]);
  }

  async coolRegion(subscriptionId: string, region: string, until: Date): Promise<void> {
    const row = { region, until: until.toISOString() };
    await this.regions.change(`${regions}-${subscriptionId}`, region, () => row);
  }

  async coolRegions(subscriptionId: string): Promise<ReadonlyMap<string, Date>> {
    const found = new Map<string, Date>();
    for await (const { region, until } of this.regions.list(`${regions}-${subscriptionId}`, {
      pageSize: 100,
    }))
      found.set(region, new Date(until));
    return found;
  }

  reportExit(reporter: Reporter, report: Omit<ExitReport, 'container'>): Promise<boolean> {
    return this.reports.reportExit(reporter, report);
  }

  readExits(attempt: Omit<Reporter, 'container'>): Promise<ExitReport[]> {
    return this.reports.readExits(attempt);
  }

  readPastRuns(what: string): Promise<PastRuns | undefined> {
    return this.reports.readPastRuns(what);
  }

  recordRun(what: string, seconds: number): Promise<void> {
    return this.reports.recordRun(what, seconds);
  }

  async countSwept(group: string): Promise<void> {
    await this.swept.insert(sweeper, group, { deletes: 1 });
  }

  async recordClean(jobId: string): Promise<void> {
    await this.jobs.change(partitionOf(jobId), jobId, (job) =>
      job?.cleanup === 'leftToSweeper' ? { ...job, cleanup: 'deleted' } : undefined,
    );
  }
}

function taskKey(task: number): string {
  return String(task).padStart(taskDigits, '0');
}
