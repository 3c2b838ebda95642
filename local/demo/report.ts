import Table from 'cli-table3';
import type { Ready } from '../support/service.ts';
import type { Job } from './jobs-api.ts';

/** A job as the demo reports it; files are paths from the project's folder. */
export interface ReportedJob {
  readonly id: string;
  readonly name: string | undefined;
  readonly trigger: string;
  readonly workload: string | null;
  readonly tasks: number;
  readonly outcome: string;
  readonly expected: string;
  readonly class: string | null;
  readonly exitCode: number | null;
  readonly seconds: number;
  readonly costUsd: number;
  readonly results: readonly string[];
  /** SHA-256 of each result by its name below the job. */
  readonly digests: Readonly<Record<string, string>>;
  readonly logs: readonly string[];
}

export interface Report {
  /** What ran the containers. */
  readonly containers: string;
  readonly jobs: readonly ReportedJob[];
  /** The Logic App scored the text of the blob job: the two results are compared to the byte. */
  readonly logicAppResultIsEqual: boolean;
  readonly containerGroupsLeft: number;
  readonly sweeperDeletes: number;
  readonly emulatorProcessesLeft: number;
  readonly stack: Ready;
}

export function reportedJob(
  job: Job,
  rest: Pick<ReportedJob, 'expected' | 'results' | 'digests' | 'logs'>,
): ReportedJob {
  const ended = new Date(job.finishedAt ?? job.createdAt).getTime();
  return {
    id: job.id,
    name: job.name,
    trigger: job.trigger,
    workload: job.workload ?? null,
    tasks: job.tasks.total,
    outcome: job.outcome?.status ?? job.phase,
    class: job.outcome?.class ?? null,
    exitCode: job.outcome?.exitCode ?? (job.outcome?.status === 'succeeded' ? 0 : null),
    seconds: Math.round((ended - new Date(job.createdAt).getTime()) / 100) / 10,
    costUsd: job.costUsd ?? 0,
    ...rest,
  };
}

/** The table and what is left behind, as text for a person. `folder` is where the copies lie. */
export function formatReport(report: Report, folder: string): string {
  const table = new Table({
    head: ['job', 'trigger', 'workload', 'tasks', 'outcome', 'seconds', 'cost USD', 'files'],
    style: { head: [], border: [] },
    // The name of a Logic App's run is long.
    colWidths: [26],
    wordWrap: true,
    wrapOnWordBoundary: false,
  });
  for (const job of report.jobs) {
    const why = job.class ? `\n${job.class}, code ${String(job.exitCode)}` : '';
    table.push([
      job.id,
      job.trigger,
      job.workload ?? '-',
      String(job.tasks),
      `${job.outcome}${why}`,
      job.seconds.toFixed(1),
      job.costUsd.toFixed(6),
      `results: ${String(job.results.length)}, logs: ${String(job.logs.length)}`,
    ]);
  }
  return [
    table.toString(),
    `containers run by: ${report.containers}`,
    `results and logs: ${folder}/results/<job>/ and ${folder}/logs/<job>/`,
    `the Logic App's result and the blob job's: ${report.logicAppResultIsEqual ? 'equal' : 'DIFFERENT'}`,
    `container groups left: ${String(report.containerGroupsLeft)}`,
    `sweeper deletes: ${String(report.sweeperDeletes)}`,
    `container processes left: ${String(report.emulatorProcessesLeft)}`,
  ].join('\n');
}
