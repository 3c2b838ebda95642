import { compensationJobId, stepJobId } from '../jobs/steps/ids.ts';
import type { StepRow } from '../jobs/steps/rows.ts';
import type { TriggerDeps } from './deps.ts';
import { findLogs, type FoundLogs, type LogChoice } from './job-logs.ts';

/** Where the logs of a job of steps are: of each step in order, and then of what undid them. */
export async function findLogsOfSteps(
  deps: Pick<TriggerDeps, 'artifacts' | 'groups' | 'store'>,
  jobId: string,
  choice: LogChoice,
): Promise<FoundLogs> {
  const steps = await deps.store.listSteps(jobId);
  const begun = ({ startedAt }: StepRow): boolean => startedAt !== undefined;
  const undone = ({ compensation }: StepRow): boolean =>
    compensation !== undefined && compensation.state !== 'waiting';
  const jobs = [
    ...steps.filter(begun).map(({ step, name }) => ({
      id: stepJobId(jobId, step),
      title: `step ${name}`,
    })),
    ...steps.filter(undone).map(({ step, name }) => ({
      id: compensationJobId(jobId, step),
      title: `undoing ${name}`,
    })),
  ];
  const found = await Promise.all(jobs.map(({ id }) => findLogs(deps, id, choice)));
  return {
    sources: found.flatMap(({ sources }, index) =>
      sources.map((source) => ({
        ...source,
        title: `${jobs[index]?.title ?? ''}, ${source.title}`,
      })),
    ),
    leftOut: found.reduce((sum, { leftOut }) => sum + leftOut, 0),
  };
}
