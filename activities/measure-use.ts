import { type ContainerUse, usesOf } from '../jobs/advice.ts';
import { type Attempt, groupNameOf } from '../jobs/attempt.ts';
import { paidSeconds } from '../jobs/cost.ts';
import type { GroupState } from '../jobs/group-state.ts';
import { groupOfTask, type PlanFile } from '../jobs/plan-file.ts';
import type { Deps } from './deps.ts';

/** Metrics are those of whole minutes. */
const shortestSeconds = 60;

interface Ran {
  readonly group: GroupState;
  /** Where. */
  readonly location: string;
}

/**
 * What the containers of a group have used that has succeeded: one that failed might have used more. Undefined where
 * nobody asks, or nothing is known. Never throws: no outcome depends on it.
 */
export async function measureUse(
  { metrics, now }: Pick<Deps, 'metrics' | 'now'>,
  plan: PlanFile,
  attempt: Attempt,
  { group, location }: Ran,
): Promise<ContainerUse[] | undefined> {
  if (!metrics || group.state !== 'ended') return undefined;
  const { startedAt, finishedAt, containers } = group;
  if (startedAt === undefined || finishedAt === undefined) return undefined;
  const seconds = paidSeconds(group, now());
  if (seconds < shortestSeconds || containers.some(({ exitCode }) => exitCode !== 0))
    return undefined;
  const span = { from: new Date(startedAt), to: new Date(finishedAt) };
  const name = groupNameOf(attempt);
  const measured = await metrics.measured(attempt.target, name, span).catch(() => []);
  const placed = { location, group: groupOfTask(plan, attempt.task) };
  const uses = usesOf(placed, seconds, measured);
  return uses.length > 0 ? uses : undefined;
}
