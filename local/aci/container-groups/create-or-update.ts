import { requireResourceGroup } from '../arm/resource-groups.ts';
import type { Emulator } from '../emulator.ts';
import { parseBody } from '../http/parse-body.ts';
import { paths } from '../http/paths.ts';
import type { ApiRequest, Reply, Route } from '../http/route.ts';
import { checkQuota } from '../limits/check-quota.ts';
import { errors, inaccessibleImage } from '../model/errors.ts';
import type { GroupRecord } from '../model/group-record.ts';
import { groupProblems } from '../model/group-rules.ts';
import { GroupBody } from '../model/group-spec.ts';
import { isFinished } from '../model/group-states.ts';
import { changesImmutableParts } from '../model/immutable-parts.ts';
import { newGroup, redeployedGroup } from '../model/new-group.ts';
import { notHonoured } from '../model/not-honoured.ts';
import { operationHeaders } from './operation-link.ts';
import { renderGroup } from './render-group.ts';

/** A group that is over is made anew; a running one is changed in place, which restarts its containers. */
export const createOrUpdateGroup: Route = {
  operation: 'ContainerGroups_CreateOrUpdate',
  method: 'PUT',
  guard: 'containerInstance',
  path: paths.group,
  async handle(request, emulator) {
    const { name: resourceGroup } = requireResourceGroup(request, emulator);
    const { name } = request.params;
    const body = await acceptedBody(request, emulator);
    const before = emulator.groups.find({ ...request.params, resourceGroup });
    const isNew = before === undefined || isFinished(before);
    if (before && !isNew) checkUpdate(before, body);
    const { clock, timing, settings } = emulator;
    const { requestId, lifecycle } = request;
    checkQuota(emulator, body, before);
    const deployment = { body, operationId: requestId, now: clock.now(), timing };
    const group = isNew
      ? newGroup({
          ...deployment,
          subscriptionId: settings.subscriptionId,
          resourceGroup,
          name,
          uid: requestId,
          lifecycle,
        })
      : redeployedGroup(before, deployment);
    emulator.groups.put(group);
    return reply(request, group, isNew ? 201 : 200);
  },
};

function reply(request: ApiRequest, group: GroupRecord, status: number): Reply {
  const body = renderGroup(group, { instanceView: true });
  return { status, body, headers: operationHeaders(request, group) };
}

/** Throws one error with all that is wrong. */
async function acceptedBody(
  { text, params }: ApiRequest,
  { backend }: Emulator,
): Promise<GroupBody> {
  const body = parseBody(text, GroupBody);
  const { properties, location } = body;
  const problems = groupProblems(params.name, properties);
  for (const { properties: container } of properties.containers) {
    const check = await backend.checkImage(container.image, properties.imageRegistryCredentials);
    if (check === 'inaccessible') problems.push(inaccessibleImage(container.image, params.name));
  }
  if (problems.length > 0) throw errors.invalidRequest(problems);
  const missing = notHonoured(properties);
  if (missing.length > 0) throw errors.notImplemented(missing.join(', '));
  const gpu = properties.containers.find(
    (container) => container.properties.resources.requests.gpu,
  );
  if (gpu) throw errors.capacity(location, gpu.properties.resources.requests);
  return body;
}

function checkUpdate(before: GroupRecord, body: GroupBody): void {
  const { name, resourceGroup, body: old } = before;
  if (old.location !== body.location) {
    throw errors.invalidResourceLocation(
      { name, resourceGroup, location: old.location },
      body.location,
    );
  }
  if (before.provisioned === 'no') throw errors.containerGroupTransitioning(name);
  if (changesImmutableParts(old, body)) throw errors.invalidContainerGroupUpdate(name);
}
