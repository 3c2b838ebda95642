import { requireResourceGroup } from '../arm/resource-groups.ts';
import type { Emulator } from '../emulator.ts';
import { paths } from '../http/paths.ts';
import { ok, type ApiRequest, type Reply, type Route } from '../http/route.ts';
import type { GroupRecord } from '../model/group-record.ts';
import { isGhost } from '../model/find-fault.ts';
import { isWaiting } from '../standby-pools/warm-group.ts';
import { keyOf } from '../store/aci-store.ts';
import { renderGroup } from './render-group.ts';

export const listGroups: Route = {
  operation: 'ContainerGroups_List',
  method: 'GET',
  guard: 'containerInstance',
  path: paths.groupsOfSubscription,
  handle: (request, emulator) =>
    page(
      emulator.groups.list().filter((group) => !isWaiting(group)),
      request,
      emulator,
    ),
};

export const listGroupsByResourceGroup: Route = {
  operation: 'ContainerGroups_ListByResourceGroup',
  method: 'GET',
  guard: 'containerInstance',
  path: paths.groups,
  handle(request, emulator) {
    const { name } = requireResourceGroup(request, emulator);
    return page(emulator.groups.list(name), request, emulator);
  },
};

/** The groups after the one that the skip token names, so that pages hold when groups come and go in between. */
function page(
  groups: readonly GroupRecord[],
  { origin, path, query }: ApiRequest,
  { settings, clock }: Emulator,
): Reply {
  const after = Buffer.from(query.get('$skiptoken') ?? '', 'base64url').toString();
  const rest = groups.filter((group) => keyOf(group) > after && !isGhost(group, clock.now()));
  const value = rest.slice(0, settings.pageSize);
  const last = value.at(-1);
  if (!last || rest.length === value.length) return ok({ value: value.map(withoutInstanceView) });
  const next = new URLSearchParams(query);
  next.set('$skiptoken', Buffer.from(keyOf(last)).toString('base64url'));
  return ok({
    value: value.map(withoutInstanceView),
    nextLink: `${origin}${path}?${next.toString()}`,
  });
}

function withoutInstanceView(group: GroupRecord): object {
  return renderGroup(group, { instanceView: false });
}
