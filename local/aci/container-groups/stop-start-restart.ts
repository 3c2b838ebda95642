import { requireResourceGroup } from '../arm/resource-groups.ts';
import type { Emulator } from '../emulator.ts';
import { paths } from '../http/paths.ts';
import type { ApiRequest, Reply, Route } from '../http/route.ts';
import { checkQuota } from '../limits/check-quota.ts';
import { errors } from '../model/errors.ts';
import type { GroupRecord } from '../model/group-record.ts';
import { instanceState } from '../model/group-states.ts';
import { redeployedGroup } from '../model/new-group.ts';
import { operationHeaders } from './operation-link.ts';

const post = { method: 'POST', guard: 'containerInstance' } as const;

export const stopGroup: Route = {
  ...post,
  operation: 'ContainerGroups_Stop',
  path: `${paths.group}/stop`,
  handle(request, emulator) {
    emulator.groups.stop(settledGroup(request, emulator));
    return { status: 204 };
  },
};

export const startGroup: Route = {
  ...post,
  operation: 'ContainerGroups_Start',
  path: `${paths.group}/start`,
  handle(request, emulator) {
    const group = settledGroup(request, emulator);
    if (instanceState(group) === 'Running') return { status: 204 };
    return { ...redeploy(request, emulator, group), status: 202 };
  },
};

export const restartGroup: Route = {
  ...post,
  operation: 'ContainerGroups_Restart',
  path: `${paths.group}/restart`,
  handle(request, emulator) {
    const group = settledGroup(request, emulator);
    if (group.phase === 'stopped') {
      throw errors.containerGroupStopped(group.name, group.resourceGroup);
    }
    return redeploy(request, emulator, group);
  },
};

function settledGroup(request: ApiRequest, emulator: Emulator): GroupRecord {
  requireResourceGroup(request, emulator);
  const group = emulator.groups.get(request.params);
  if (group.provisioned === 'no' || emulator.deletions.find(group)) {
    throw errors.containerGroupTransitioning(group.name);
  }
  return group;
}

function redeploy(request: ApiRequest, emulator: Emulator, group: GroupRecord): Reply {
  const { groups, clock, timing } = emulator;
  const { body } = group;
  checkQuota(emulator, body, group);
  const operation = { operationId: request.requestId, result: 'nothing' } as const;
  const next = redeployedGroup(group, { body, ...operation, now: clock.now(), timing });
  groups.put(next);
  return { status: 204, headers: operationHeaders(request, next, emulator) };
}
