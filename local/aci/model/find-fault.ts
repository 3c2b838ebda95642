import type { GroupRecord } from './group-record.ts';
import type { LifecycleFault } from './lifecycle-fault.ts';

export type FaultKind = LifecycleFault['kind'];
export type FaultOf<Kind extends FaultKind> = Extract<LifecycleFault, { kind: Kind }>;

/** The first fault of this kind that a group was given. */
export function findFault<Kind extends FaultKind>(
  { lifecycle }: GroupRecord,
  kind: Kind,
): FaultOf<Kind> | undefined {
  return lifecycle.find((fault): fault is FaultOf<Kind> => fault.kind === kind);
}

/** Whether reads are answered as if the group were not there: for a while from its newest deployment on. */
export function isGhost(group: GroupRecord, now: Date): boolean {
  const fault = findFault(group, 'ghost');
  if (!fault) return false;
  const ageSeconds = (now.getTime() - Date.parse(group.operation.startTime)) / 1000;
  return ageSeconds >= fault.afterSeconds && ageSeconds < fault.afterSeconds + fault.seconds;
}
