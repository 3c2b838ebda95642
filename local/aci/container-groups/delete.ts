import { requireResourceGroup } from '../arm/resource-groups.ts';
import { paths } from '../http/paths.ts';
import { ok, type Route } from '../http/route.ts';
import { renderGroup } from './render-group.ts';

export const deleteGroup: Route = {
  operation: 'ContainerGroups_Delete',
  method: 'DELETE',
  guard: 'containerInstance',
  path: paths.group,
  handle(request, emulator) {
    requireResourceGroup(request, emulator);
    const group = emulator.groups.find(request.params);
    if (!group) return { status: 204 };
    emulator.groups.remove(group);
    return ok(renderGroup(group, { instanceView: true }));
  },
};
