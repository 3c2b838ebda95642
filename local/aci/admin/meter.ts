import type { GroupRecord } from '../model/group-record.ts';
import { isFinished } from '../model/group-states.ts';

/** Since when a group costs, if it has begun to; until when, if it has ended. */
interface Meter {
  readonly from?: Date;
  readonly to?: Date;
}

/**
 * A group is billed from the first pull of an image until all its containers have ended or it is stopped:
 * https://learn.microsoft.com/azure/container-instances/container-instances-faq#how-does-the-billing-work
 */
export function readMeter(group: GroupRecord, now: Date): Meter {
  const all = [...group.initContainers, ...group.containers];
  const [first] = all
    .flatMap(({ events }) => events)
    .filter(({ name }) => name === 'Pulling')
    .map(({ firstTimestamp }) => firstTimestamp)
    .sort();
  if (first === undefined && !all.some(({ hasRun }) => hasRun)) return {};
  const from = new Date(first ?? group.operation.startTime);
  const isOver = ['stopped', 'failed', 'evicted'].includes(group.phase) || isFinished(group);
  return isOver ? { from, to: endOf(group, now) } : { from };
}

/** When the last container ended; the moment it is seen when none has a time of its own. */
function endOf({ containers }: GroupRecord, now: Date): Date {
  const ends = containers.flatMap(({ state }) => ('finishTime' in state ? state.finishTime : []));
  const last = ends.sort().at(-1);
  return last === undefined || ends.length < containers.length ? now : new Date(last);
}
