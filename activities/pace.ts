import type { Attempt } from '../jobs/attempt.ts';
import { claimOf } from '../jobs/completion.ts';
import type { EnvironmentVariable } from '../jobs/group-plan.ts';
import type { GroupState } from '../jobs/group-state.ts';
import { type Pace, paceOfPast } from '../jobs/pace.ts';
import { groupOfTask, jobPlanOf, type PlanFile } from '../jobs/plan-file.ts';
import type { Deps } from './deps.ts';

type PaceDeps = Pick<Deps, 'store'>;

/** How a new group is to be watched; undefined where nothing is known of it. */
export async function paceOf(
  { store }: PaceDeps,
  plan: PlanFile,
  task: number,
): Promise<Pace | undefined> {
  const { containers } = groupOfTask(plan, task).properties;
  if (plan.spec.completion === 'push')
    return { reporters: containers.length, running: jobPlanOf(plan).lanes };
  return paceOfPast(await store.readPastRuns(kindOf(plan, task)));
}

/** Remembers how long a run took that succeeded. */
export async function learnPace(
  { store }: PaceDeps,
  plan: PlanFile,
  task: number,
  group: GroupState,
): Promise<void> {
  if (group.state !== 'ended' || !group.containers.every(({ exitCode }) => exitCode === 0)) return;
  const { startedAt, finishedAt } = group;
  if (startedAt === undefined || finishedAt === undefined) return;
  const seconds = (Date.parse(finishedAt) - Date.parse(startedAt)) / 1000;
  if (seconds >= 0) await store.recordRun(kindOf(plan, task), seconds);
}

/** Runs of the same images and commands are of one kind. */
function kindOf(plan: PlanFile, task: number): string {
  const { containers } = groupOfTask(plan, task).properties;
  return JSON.stringify(
    containers.map(({ properties: { image, command } }) => [image, command ?? []]),
  );
}

interface ShimOptions {
  readonly plan: PlanFile;
  readonly attempt: Attempt;
  readonly expiresOn: Date;
}

/**
 * What the shim of each container is told, by the container's name: an append-only URL for its log, where to report its
 * exit, and the token for that, which is good once. Empty for a job that does not push.
 */
export async function shimVariables(
  { artifacts, signatures, settings }: Pick<Deps, 'artifacts' | 'signatures' | 'settings'>,
  { plan, attempt, expiresOn }: ShimOptions,
): Promise<Readonly<Record<string, readonly EnvironmentVariable[]>>> {
  if (plan.spec.completion !== 'push') return {};
  if (!signatures) throw new Error('Push completion needs the setting HOOK_KEY.');
  const { jobId, task } = attempt;
  const { containers } = groupOfTask(plan, task).properties;
  const entries = containers.map(async ({ name: container }) => {
    const url = await artifacts.createLog(jobId, `${task}-${attempt.attempt}/${container}.txt`);
    const claim = claimOf({ jobId, task, attempt: attempt.attempt, container });
    const variables: readonly EnvironmentVariable[] = [
      { name: 'LOG_URL', secureValue: await artifacts.signAppend(url, expiresOn) },
      { name: 'DONE_URL', value: `${settings.baseUrl}/api/hooks/done` },
      { name: 'DONE_TOKEN', secureValue: `${claim}.${signatures.sign(claim)}` },
    ];
    return [container, variables] as const;
  });
  return Object.fromEntries(await Promise.all(entries));
}
