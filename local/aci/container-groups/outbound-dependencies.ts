import { requireResourceGroup } from '../arm/resource-groups.ts';
import { paths } from '../http/paths.ts';
import { ok, type Route } from '../http/route.ts';

/** Always empty, as Azure's own. */
export const listOutboundDependencies: Route = {
  operation: 'ContainerGroups_GetOutboundNetworkDependenciesEndpoints',
  method: 'GET',
  guard: 'containerInstance',
  path: `${paths.group}/outboundNetworkDependenciesEndpoints`,
  handle(request, emulator) {
    requireResourceGroup(request, emulator);
    emulator.groups.get(request.params);
    return ok([]);
  },
};
