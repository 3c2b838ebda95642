import { z } from 'zod';
import { requireResourceGroup } from '../arm/resource-groups.ts';
import { parseBody } from '../http/parse-body.ts';
import { paths } from '../http/paths.ts';
import { ok, type Route } from '../http/route.ts';
import { GroupBody } from '../model/group-spec.ts';
import { renderGroup } from './render-group.ts';

const Body = z.object({ tags: GroupBody.shape.tags });

export const updateGroupTags: Route = {
  operation: 'ContainerGroups_Update',
  method: 'PATCH',
  guard: 'containerInstance',
  path: paths.group,
  handle(request, emulator) {
    requireResourceGroup(request, emulator);
    const group = emulator.groups.get(request.params);
    const { tags } = parseBody(request.text, Body);
    emulator.groups.setTags(group, tags);
    return ok(renderGroup(emulator.groups.get(request.params), { instanceView: true }));
  },
};
