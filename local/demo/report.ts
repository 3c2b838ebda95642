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
  readonly class: string | null;
  readonly exitCode: number | null;
  readonly seconds: number;
  readonly costUsd: number;
  readonly results: readonly string[];
  readonly logs: readonly string[];
}

export interface Report {
  readonly jobs: readonly ReportedJob[];
  readonly containerGroupsLeft: number;
  readonly sweeperDeletes: number;
  readonly emulatorProcessesLeft: number;
  readonly stack: Ready;
}

export function reportedJob(
  job: Job,
  files: { results: readonly string[]; logs: readonly string[] },
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
    ...files,
  };
}

/** The table and what is left behind, as text for a person. */
export function formatReport(report: Report): string {
  const table = new Table({
    head: [
      'job',
      'trigger',
      'workload',
      'tasks',
      'outcome',
      'seconds',
      'cost USD',
      'results and logs',
    ],
    style: { head: [], border: [] },
  });
  for (const job of report.jobs) {
    const why = job.class ? ` (${job.class}, exit code ${String(job.exitCode)})` : '';
    table.push([
      job.id,
      job.trigger,
      job.workload ?? '-',
      String(job.tasks),
      `${job.outcome}${why}`,
      job.seconds.toFixed(1),
      job.costUsd.toFixed(6),
      summarise([...job.results, ...job.logs]),
    ]);
  }
  return [
    table.toString(),
    `container groups left: ${String(report.containerGroupsLeft)}`,
    `sweeper deletes: ${String(report.sweeperDeletes)}`,
    `container processes left: ${String(report.emulatorProcessesLeft)}`,
  ].join('\n');
}

const mostFilesShown = 3;
const depthOf = (file: string): number => file.split('/').length;

/** What the whole job wrote lies higher than what its single tasks wrote: that first. */
function summarise(files: readonly string[]): string {
  const byDepth = [...files].sort((a, b) => depthOf(a) - depthOf(b));
  const more = files.length - mostFilesShown;
  return [
    ...byDepth.slice(0, mostFilesShown),
    ...(more > 0 ? [`and ${String(more)} more`] : []),
  ].join('\n');
}
