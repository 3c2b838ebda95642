import { regionProblems } from '../arm/regions.ts';
import { requireResourceGroup } from '../arm/resource-groups.ts';
import type { Emulator } from '../emulator.ts';
import { parseBody } from '../http/parse-body.ts';
import { paths } from '../http/paths.ts';
import type { ApiRequest, Reply, Route } from '../http/route.ts';
import { checkQuota } from '../limits/check-quota.ts';
import { errors } from '../model/errors.ts';
import type { GroupRecord } from '../model/group-record.ts';
import { groupProblems } from '../model/group-rules.ts';
import { GroupBody } from '../model/group-spec.ts';
import { instanceState, isFinished } from '../model/group-states.ts';
import { changesImmutableParts } from '../model/immutable-parts.ts';
import type { LifecycleFault } from '../model/lifecycle-fault.ts';
import { newGroup, redeployedGroup } from '../model/new-group.ts';
import { reservedPorts } from '../model/port-rules.ts';
import { taggedFaults } from '../model/tagged-faults.ts';
import { withProfile } from '../profiles/with-profile.ts';
import { checkImages } from './check-images.ts';
import { operationHeaders } from './operation-link.ts';
import { refuseByFault } from './refuse-by-fault.ts';
import { renderGroup } from './render-group.ts';

interface Accepted {
  readonly body: GroupBody;
  readonly lifecycle: readonly LifecycleFault[];
  readonly presentImages: readonly string[];
}

/** A group that is over is made anew; a running one is changed in place, which restarts its containers. */
export const createOrUpdateGroup: Route = {
  operation: 'ContainerGroups_CreateOrUpdate',
  method: 'PUT',
  guard: 'containerInstance',
  path: paths.group,
  async handle(request, emulator) {
    requireResourceGroup(request, emulator);
    const accepted = await acceptedGroup(request, emulator);
    // Nothing is awaited from here on: what is found now is what is changed.
    const { name: resourceGroup } = requireResourceGroup(request, emulator);
    const { name } = request.params;
    const { clock, timing, settings } = emulator;
    const before = emulator.groups.find({ ...request.params, resourceGroup });
    const isNew = before === undefined || isDeployedAnew(before);
    if (before) checkUpdate(before, accepted.body, emulator, isNew);
    const identity = { subscriptionId: settings.subscriptionId, resourceGroup, name };
    const claim = { ...accepted, ...identity, operationId: request.requestId };
    const claimed = isNew ? emulator.standbyPools.claim(claim) : undefined;
    if (claimed) return reply(request, claimed, emulator, 201);
    checkQuota(emulator, accepted.body, before);
    const deployment = { ...accepted, operationId: request.requestId, now: clock.now(), timing };
    const group = isNew
      ? newGroup({ ...deployment, ...identity, uid: request.requestId })
      : redeployedGroup(before, deployment);
    emulator.groups.put(group);
    return reply(request, group, emulator, isNew ? 201 : 200);
  },
};

function reply(request: ApiRequest, group: GroupRecord, emulator: Emulator, status: number): Reply {
  const body = renderGroup(group, { instanceView: true });
  return { status, body, headers: operationHeaders(request, group, emulator) };
}

/** Throws one error with all that is wrong. */
async function acceptedGroup(request: ApiRequest, emulator: Emulator): Promise<Accepted> {
  const { text, params } = request;
  const body = parseBody(withProfile(text, emulator), GroupBody);
  const { properties, location } = body;
  const lifecycle = [...request.lifecycle, ...taggedFaults(body.tags)];
  const images = await checkImages(params.name, properties, emulator);
  const problems = [
    ...regionProblems(location, 'Microsoft.ContainerInstance/containerGroups', emulator),
    ...groupProblems(params.name, properties),
    ...images.problems,
  ];
  if (problems.length > 0) throw errors.invalidRequest(problems);
  const gpu = properties.containers.find(
    (container) => container.properties.resources.requests.gpu,
  );
  if (gpu) throw errors.capacity(location, gpu.properties.resources.requests);
  refuseByFault(lifecycle, params.name, body);
  for (const port of reservedPorts(properties)) {
    console.warn(`aci: container group ${params.name}: port ${port} is one that Azure keeps`);
  }
  return { body, lifecycle, presentImages: images.present };
}

/** Over, or never up: https://learn.microsoft.com/azure/container-instances/container-instances-update#limitations */
function isDeployedAnew(group: GroupRecord): boolean {
  return (
    isFinished(group) || (group.provisioned === 'Failed' && instanceState(group) === 'Pending')
  );
}

function checkUpdate(
  before: GroupRecord,
  body: GroupBody,
  { deletions }: Emulator,
  isNew: boolean,
): void {
  const { name, resourceGroup, body: old } = before;
  if (deletions.find(before)) throw errors.containerGroupTransitioning(name);
  if (isNew) return;
  if (old.location !== body.location) {
    throw errors.invalidResourceLocation(
      { name, resourceGroup, location: old.location },
      body.location,
    );
  }
  if (before.provisioned === 'no') throw errors.containerGroupTransitioning(name);
  if (changesImmutableParts(old, body)) throw errors.invalidContainerGroupUpdate(name);
}
