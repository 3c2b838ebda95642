import { requireResourceGroup } from '../arm/resource-groups.ts';
import { paths } from '../http/paths.ts';
import { ok, type Route } from '../http/route.ts';
import { requireVisibleGroup } from './visible-group.ts';
import { renderGroup } from './render-group.ts';

export const getGroup: Route = {
  operation: 'ContainerGroups_Get',
  method: 'GET',
  guard: 'containerInstance',
  path: paths.group,
  handle(request, emulator) {
    requireResourceGroup(request, emulator);
    return ok(renderGroup(requireVisibleGroup(request, emulator), { instanceView: true }));
  },
};
