import type { ContainerRecord, GroupRecord } from '../model/group-record.ts';
import { instanceState, provisioningState } from '../model/group-states.ts';

/** What a client could see of a group's state. */
export interface GroupView {
  readonly provisioningState: string;
  readonly state: string;
  readonly containers: Readonly<Record<string, ContainerView>>;
}

interface ContainerView {
  readonly state: string;
  readonly exitCode?: number;
  readonly restartCount: number;
}

export function groupView(group: GroupRecord): GroupView {
  return {
    provisioningState: provisioningState(group),
    state: instanceState(group),
    containers: Object.fromEntries(
      [...group.initContainers, ...group.containers].map((container) => [
        container.name,
        containerView(container),
      ]),
    ),
  };
}

function containerView({ state, restartCount }: ContainerRecord): ContainerView {
  const exitCode = 'exitCode' in state ? state.exitCode : undefined;
  return { state: state.state, ...(exitCode !== undefined && { exitCode }), restartCount };
}
