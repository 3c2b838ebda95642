import { z } from 'zod';
import { armErrors } from '../arm/arm-errors.ts';
import { regionProblems } from '../arm/regions.ts';
import { regionName } from '../model/region-name.ts';
import { requireResourceGroup } from '../arm/resource-groups.ts';
import type { Emulator } from '../emulator.ts';
import { parseBody } from '../http/parse-body.ts';
import { paths } from '../http/paths.ts';
import { ok, type ApiRequest, type Reply, type Route } from '../http/route.ts';
import { errors } from '../model/errors.ts';
import { profileKeyOf } from '../profiles/with-profile.ts';
import { PoolBody, type Pool } from './pool-store.ts';
import { isReady } from './warm-group.ts';

const type = 'Microsoft.StandbyPool/standbyContainerGroupPools';
const { tags, properties } = PoolBody.shape;
const Patch = z.object({ tags: tags.unwrap(), properties: properties.partial() }).partial();
/** https://learn.microsoft.com/azure/templates/microsoft.standbypool/standbycontainergrouppools */
const Name = /^[a-zA-Z0-9-]{3,24}$/;

function render(pool: Pool): object {
  const { subscriptionId, resourceGroup, name, location } = pool;
  return {
    id: `/subscriptions/${subscriptionId}/resourceGroups/${resourceGroup}/providers/${type}/${name}`,
    name,
    type,
    location,
    tags: pool.tags,
    properties: { ...pool.properties, provisioningState: 'Succeeded' },
  };
}

function check(pool: Pool, emulator: Emulator): void {
  const problems = regionProblems(pool.location, type, emulator);
  const target = 'properties.containerGroupProperties.containerGroupProfile';
  if (!Name.test(pool.name)) {
    const message = `The standby pool name '${pool.name}' must have 3 to 24 letters, digits or hyphens.`;
    problems.push({ code: 'InvalidStandbyPoolName', message });
  }
  const { id, revision } = pool.properties.containerGroupProperties.containerGroupProfile;
  if (!emulator.profiles.find(profileKeyOf(id), revision)) {
    const message = `The container group profile '${id}' was not found.`;
    problems.push({ code: 'ContainerGroupProfileNotFound', target, message });
  }
  if (problems.length > 0) throw errors.invalidRequest(problems);
}

function put(request: ApiRequest, emulator: Emulator): Reply {
  const { name: resourceGroup, subscriptionId } = requireResourceGroup(request, emulator);
  const body = parseBody(request.text, PoolBody);
  const before = emulator.standbyPools.pools.find({ resourceGroup, name: request.params.name });
  const name = before?.name ?? request.params.name;
  const location = regionName(body.location);
  const pool = { ...body, location, subscriptionId, resourceGroup, name };
  check(pool, emulator);
  if (before && before.location !== location) {
    throw errors.invalidResourceLocation(before, location);
  }
  emulator.standbyPools.save(pool);
  return { status: before ? 200 : 201, body: render(pool) };
}

function patch(request: ApiRequest, emulator: Emulator): Reply {
  const before = existing(request, emulator);
  const changes = parseBody(request.text, Patch);
  const pool = {
    ...before,
    tags: changes.tags ?? before.tags,
    properties: properties.parse({ ...before.properties, ...changes.properties }),
  };
  check(pool, emulator);
  emulator.standbyPools.save(pool);
  return ok(render(pool));
}

function existing(request: ApiRequest, emulator: Emulator): Pool {
  const { name: resourceGroup } = requireResourceGroup(request, emulator);
  const { name } = request.params;
  const pool = emulator.standbyPools.pools.find({ resourceGroup, name });
  if (!pool) throw armErrors.resourceNotFound(`${type}/${name}`, resourceGroup);
  return pool;
}

/** How many groups wait, and how many of them could be handed out now. */
function runtimeView(request: ApiRequest, emulator: Emulator): Reply {
  const pool = existing(request, emulator);
  const waiting = emulator.standbyPools.waiting(pool);
  const running = waiting.filter(isReady).length;
  const counts = { Creating: waiting.length - running, Running: running, Deleting: 0 };
  const instanceCountsByState = Object.entries(counts).map(([state, count]) => ({ state, count }));
  return ok({
    name: 'latest',
    type: `${type}/runtimeViews`,
    properties: {
      instanceCountSummary: [{ instanceCountsByState }],
      status: { code: 'HealthState/healthy' },
      provisioningState: 'Succeeded',
    },
  });
}

const guard = 'arm';
const { poolsOfSubscription, pools, pool: path } = paths;

/** Microsoft.StandbyPool, as far as container groups go. Nothing of it takes time, so that no reply has to be polled. */
export const standbyPoolRoutes: readonly Route[] = [
  {
    operation: 'StandbyContainerGroupPools_ListBySubscription',
    ...{ method: 'GET', guard, path: poolsOfSubscription },
    handle: (_request, { standbyPools }) => ok({ value: standbyPools.pools.list().map(render) }),
  },
  {
    operation: 'StandbyContainerGroupPools_ListByResourceGroup',
    ...{ method: 'GET', guard, path: pools },
    handle(request, emulator) {
      const { name } = requireResourceGroup(request, emulator);
      return ok({ value: emulator.standbyPools.pools.list(name).map(render) });
    },
  },
  {
    operation: 'StandbyContainerGroupPools_Get',
    ...{ method: 'GET', guard, path },
    handle: (request, emulator) => ok(render(existing(request, emulator))),
  },
  {
    operation: 'StandbyContainerGroupPools_CreateOrUpdate',
    ...{ method: 'PUT', guard, path },
    handle: put,
  },
  {
    operation: 'StandbyContainerGroupPools_Update',
    ...{ method: 'PATCH', guard, path },
    handle: patch,
  },
  {
    operation: 'StandbyContainerGroupPools_Delete',
    ...{ method: 'DELETE', guard, path },
    handle(request, emulator) {
      const { name: resourceGroup } = requireResourceGroup(request, emulator);
      const { name } = request.params;
      const pool = emulator.standbyPools.pools.find({ resourceGroup, name });
      if (pool) emulator.standbyPools.remove(pool);
      return { status: 204 };
    },
  },
  {
    operation: 'StandbyContainerGroupPoolRuntimeViews_Get',
    ...{ method: 'GET', guard, path: `${path}/runtimeViews/:id` },
    handle: runtimeView,
  },
];
