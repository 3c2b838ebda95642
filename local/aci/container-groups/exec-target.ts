import { requireResourceGroup } from '../arm/resource-groups.ts';
import type { Emulator } from '../emulator.ts';
import type { ApiRequest } from '../http/route.ts';
import { AzureError } from '../model/azure-error.ts';
import { errors } from '../model/errors.ts';
import { isFinished } from '../model/group-states.ts';
import type { RunKey } from './container-backend.ts';
import { requireVisibleGroup } from './visible-group.ts';

/** The running container that a request names. Throws 404 when there is none, 400 when it is over, 409 when it is not up. */
export function execTarget(request: ApiRequest, emulator: Emulator): RunKey {
  requireResourceGroup(request, emulator);
  const { params } = request;
  const group = requireVisibleGroup(request, emulator);
  const containers = [...group.initContainers, ...group.containers];
  const container = containers.find(({ name }) => name === params.container);
  if (!container) throw errors.containerNotFound(params.container, group.name);
  const { state } = container.state;
  if (state === 'Running') {
    return { groupUid: group.uid, container: container.name, run: container.run };
  }
  if (group.phase === 'stopped' || isFinished(group)) {
    throw errors.containerGroupStopped(group.name, group.resourceGroup);
  }
  if (state === 'Waiting') throw errors.containerGroupTransitioning(group.name);
  throw notRunning(container.name, group.name);
}

/** What Azure says of one that has ended beside others that run is not known. */
function notRunning(container: string, group: string): AzureError {
  return new AzureError({
    status: 400,
    code: 'ContainerNotRunning',
    message: `The container '${container}' in container group '${group}' is not running.`,
  });
}
