import type { GroupRecord } from '../model/group-record.ts';
import { isFinished } from '../model/group-states.ts';

/** Since when a group costs, if it has begun to; until when, if it has ended. */
export interface Meter {
  readonly from?: Date;
  readonly to?: Date;
}

/**
 * A group is billed from the first pull of an image until all its containers have ended or it is stopped:
 * https://learn.microsoft.com/azure/container-instances/container-instances-faq#how-does-the-billing-work
 */
export function readMeter(group: GroupRecord, now: Date): Meter {
  const pulls = group.containers
    .flatMap(({ events }) => events)
    .filter(({ name }) => name === 'Pulling')
    .map(({ firstTimestamp }) => firstTimestamp)
    .sort();
  const [first] = pulls;
  if (first === undefined && !group.containers.some(({ hasRun }) => hasRun)) return {};
  const from = new Date(first ?? group.operation.startTime);
  return group.phase === 'stopped' || isFinished(group)
    ? { from, to: endOf(group, now) }
    : { from };
}

function endOf({ containers }: GroupRecord, now: Date): Date {
  const ends = containers
    .map(({ state }) => ('finishTime' in state ? state.finishTime : ''))
    .sort();
  const last = ends.at(-1);
  return last ? new Date(last) : now;
}
