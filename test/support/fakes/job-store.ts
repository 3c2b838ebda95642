import type { JobPage, JobQuery, JobStore, StopReason } from '../../../clients/ports.ts';
import { groupNameOf } from '../../../jobs/attempt.ts';
import type { ExitReport, Reporter } from '../../../jobs/completion.ts';
import { JobRow, TaskRow } from '../../../jobs/job-rows.ts';
import { parentOf, stoppedBy } from '../../../jobs/steps/ids.ts';
import { type Decision, StepRow } from '../../../jobs/steps/rows.ts';
import { type PastRuns, withRun } from '../../../jobs/pace.ts';

/** Claims, rows and stop flags in memory. */
export class FakeJobStore implements JobStore {
  readonly jobs = new Map<string, JobRow>();
  readonly stops = new Map<string, Set<StopReason>>();
  readonly swept = new Set<string>();
  readonly pastRuns = new Map<string, PastRuns>();
  private readonly exits = new Map<string, ExitReport>();
  readonly regions = new Map<string, Map<string, Date>>();
  readonly steps = new Map<string, StepRow[]>();
  private readonly decisions = new Map<string, Decision>();
  private readonly claims = new Map<string, string>();
  private readonly tasks = new Map<string, Map<number, TaskRow>>();

  claim(key: string, jobId: string): Promise<string> {
    const holder = this.claims.get(key) ?? jobId;
    this.claims.set(key, holder);
    return Promise.resolve(holder);
  }

  addJob(job: JobRow): Promise<boolean> {
    if (this.jobs.has(job.id)) return Promise.resolve(false);
    this.jobs.set(job.id, job);
    return Promise.resolve(true);
  }

  readJob(jobId: string): Promise<JobRow | undefined> {
    return Promise.resolve(this.jobs.get(jobId));
  }

  updateJob(jobId: string, change: Partial<JobRow>): Promise<boolean> {
    const job = this.jobs.get(jobId);
    if (!job || job.phase === 'over') return Promise.resolve(false);
    this.jobs.set(jobId, JobRow.parse({ ...job, ...change }));
    return Promise.resolve(true);
  }

  listJobs({ limit, parent }: JobQuery): Promise<JobPage> {
    const all = [...this.jobs.values()].filter(({ id }) => parentOf(id) === parent);
    const jobs = all.sort((a, b) => (a.id < b.id ? -1 : 1));
    return Promise.resolve({ jobs: jobs.slice(0, limit) });
  }

  putTask(jobId: string, task: number, change: Partial<Omit<TaskRow, 'task'>>): Promise<void> {
    const rows = this.tasks.get(jobId) ?? new Map<number, TaskRow>();
    this.tasks.set(jobId, rows);
    rows.set(
      task,
      TaskRow.parse({ state: 'running', attempts: 0, ...rows.get(task), ...change, task }),
    );
    return Promise.resolve();
  }

  readTask(jobId: string, task: number): Promise<TaskRow | undefined> {
    return Promise.resolve(this.tasks.get(jobId)?.get(task));
  }

  // eslint-disable-next-line @typescript-eslint/require-await -- the port is asynchronous, memory is not
  async *listTasks(jobId: string): AsyncIterable<TaskRow> {
    yield* [...(this.tasks.get(jobId)?.values() ?? [])].sort((a, b) => a.task - b.task);
  }

  addSteps(jobId: string, rows: readonly StepRow[]): Promise<void> {
    if (!this.steps.has(jobId)) this.steps.set(jobId, [...rows]);
    return Promise.resolve();
  }

  listSteps(jobId: string): Promise<StepRow[]> {
    return Promise.resolve([...(this.steps.get(jobId) ?? [])]);
  }

  changeStep(jobId: string, step: number, change: Partial<StepRow>): Promise<void> {
    const rows = this.steps.get(jobId) ?? [];
    if (!rows[step]) return Promise.reject(new Error(`Job ${jobId} has no step ${step}.`));
    rows[step] = StepRow.parse({ ...rows[step], ...change });
    return Promise.resolve();
  }

  decideStep(jobId: string, step: number, decision: Decision): Promise<Decision> {
    const key = `${jobId}/${step}`;
    const first = this.decisions.get(key) ?? decision;
    this.decisions.set(key, first);
    return Promise.resolve(first);
  }

  readDecision(jobId: string, step: number): Promise<Decision | undefined> {
    return Promise.resolve(this.decisions.get(`${jobId}/${step}`));
  }

  requestStop(jobId: string, why: StopReason): Promise<void> {
    this.stops.set(jobId, (this.stops.get(jobId) ?? new Set()).add(why));
    return Promise.resolve();
  }

  readStop(jobId: string): Promise<StopReason | undefined> {
    const reasons = new Set(stoppedBy(jobId).flatMap((id) => [...(this.stops.get(id) ?? [])]));
    const ranks = ['cancelled', 'overBudget', 'itemFailed'] as const;
    return Promise.resolve(ranks.find((why) => reasons.has(why)));
  }

  coolRegion(subscriptionId: string, region: string, until: Date): Promise<void> {
    const regions = this.regions.get(subscriptionId) ?? new Map<string, Date>();
    this.regions.set(subscriptionId, regions.set(region, until));
    return Promise.resolve();
  }

  coolRegions(subscriptionId: string): Promise<ReadonlyMap<string, Date>> {
    return Promise.resolve(this.regions.get(subscriptionId) ?? new Map<string, Date>());
  }

  reportExit(reporter: Reporter, report: Omit<ExitReport, 'container'>): Promise<boolean> {
    const { container } = reporter;
    const key = `${groupNameOf(reporter)}-${container}`;
    if (this.exits.has(key)) return Promise.resolve(false);
    this.exits.set(key, { container, ...report });
    return Promise.resolve(true);
  }

  readExits(attempt: Omit<Reporter, 'container'>): Promise<ExitReport[]> {
    const keys = [...this.exits].filter(([key]) => key.startsWith(`${groupNameOf(attempt)}-`));
    return Promise.resolve(keys.map(([, report]) => report));
  }

  readPastRuns(what: string): Promise<PastRuns | undefined> {
    return Promise.resolve(this.pastRuns.get(what));
  }

  recordRun(what: string, seconds: number): Promise<void> {
    this.pastRuns.set(what, withRun(this.pastRuns.get(what), seconds));
    return Promise.resolve();
  }

  countSwept(group: string): Promise<void> {
    this.swept.add(group);
    return Promise.resolve();
  }

  recordClean(jobId: string): Promise<void> {
    const job = this.jobs.get(jobId);
    if (job?.cleanup === 'leftToSweeper') this.jobs.set(jobId, { ...job, cleanup: 'deleted' });
    return Promise.resolve();
  }
}
