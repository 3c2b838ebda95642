import { requireResourceGroup } from '../arm/resource-groups.ts';
import type { Emulator } from '../emulator.ts';
import { paths } from '../http/paths.ts';
import { ok, type ApiRequest, type Reply, type Route } from '../http/route.ts';
import { errors } from '../model/errors.ts';
import { findFault } from '../model/find-fault.ts';
import type { GroupRecord } from '../model/group-record.ts';
import type { Deletion } from './deletions.ts';
import { renderGroup } from './render-group.ts';

/** At once, as recorded; with behaviour `async` or a fault deleteLag it takes time, which the specification allows. */
export const deleteGroup: Route = {
  operation: 'ContainerGroups_Delete',
  method: 'DELETE',
  guard: 'containerInstance',
  path: paths.group,
  handle(request, emulator) {
    requireResourceGroup(request, emulator);
    const group = emulator.groups.find(request.params);
    if (!group) return { status: 204 };
    if (emulator.faultUses.take(group, 'deleteFail')) throw errors.internalServerError();
    const seconds = secondsOf(group, emulator);
    if (seconds === undefined) {
      emulator.groups.remove(group);
      return ok(renderGroup(group, { instanceView: true }));
    }
    const deletion = emulator.deletions.begin(group, request.requestId, seconds);
    return { status: 202, headers: resultHeaders(request, deletion, emulator) };
  },
};

/** What the `Location` of a deletion that takes time answers: 202 until the group is gone, then 204. */
export const getDeletion: Route = {
  operation: 'ContainerGroups_GetDeletion',
  method: 'GET',
  guard: 'containerInstance',
  path: `${paths.location}/deletionResults/:id`,
  handle(request, emulator) {
    const deletion = emulator.deletions.byId(request.params.id);
    if (!deletion) throw errors.operationNotFound(request.params.id);
    if (!emulator.deletions.isGoingOn(deletion)) return { status: 204 };
    return { status: 202, headers: resultHeaders(request, deletion, emulator) };
  },
};

/** How long the deletion takes; undefined = it is done at once. */
function secondsOf(group: GroupRecord, { behaviour }: Emulator): number | undefined {
  const lag = findFault(group, 'deleteLag')?.seconds;
  if (lag !== undefined) return lag;
  return behaviour.current.delete === 'async' ? behaviour.current.deleteSeconds : undefined;
}

function resultHeaders(
  { origin }: ApiRequest,
  { id, due, location, subscriptionId }: Deletion,
  { clock }: Emulator,
): NonNullable<Reply['headers']> {
  const provider = `/subscriptions/${subscriptionId}/providers/Microsoft.ContainerInstance`;
  const leftSeconds = Math.ceil((Date.parse(due) - clock.now().getTime()) / 1000);
  return {
    location: `${origin}${provider}/locations/${location}/deletionResults/${id}?api-version=2018-06-01`,
    'retry-after': String(Math.min(10, Math.max(1, leftSeconds))),
  };
}
