import { z } from 'zod';
import type { Emulator } from '../emulator.ts';
import { parseBody } from '../http/parse-body.ts';
import { paths } from '../http/paths.ts';
import { ok, type ApiRequest, type Reply, type Route } from '../http/route.ts';
import { errors } from '../model/errors.ts';
import type { ResourceGroup } from '../store/aci-store.ts';
import { armErrors } from './arm-errors.ts';
import { regionName } from '../model/region-name.ts';
import { regionProblems } from './regions.ts';

const tags = z.record(z.string(), z.string());
const Body = z.object({ location: z.string().transform(regionName), tags: tags.default({}) });
const Patch = z.object({ tags: tags.optional() });

/** 1 to 90 letters, digits and ._-() not ending in a dot: https://learn.microsoft.com/azure/azure-resource-manager/management/resource-name-rules */
const Name = z
  .string()
  .regex(/^[\p{L}\p{N}._()-]{0,89}[\p{L}\p{N}_()-]$/u, 'is not a valid resource group name');

/** The resource group of a request, or ARM's 404. */
export function requireResourceGroup(
  { params }: Pick<ApiRequest, 'params'>,
  { store }: Pick<Emulator, 'store'>,
): ResourceGroup {
  const found = store.findResourceGroup(params.resourceGroup);
  if (!found) throw errors.resourceGroupNotFound(params.resourceGroup);
  return found;
}

function render({ subscriptionId, name, location, tags }: ResourceGroup): object {
  return {
    id: `/subscriptions/${subscriptionId}/resourceGroups/${name}`,
    name,
    type: 'Microsoft.Resources/resourceGroups',
    location,
    tags,
    properties: { provisioningState: 'Succeeded' },
  };
}

function put({ params, text }: ApiRequest, emulator: Emulator): Reply {
  const { store, settings } = emulator;
  const name = Name.safeParse(params.resourceGroup);
  if (!name.success) {
    const message = `The provided resource group name '${params.resourceGroup}' is invalid.`;
    throw errors.invalidRequest([{ code: 'InvalidResourceGroupName', message }]);
  }
  const body = parseBody(text, Body);
  const problems = regionProblems(body.location, 'resource group', emulator);
  if (problems.length > 0) throw errors.invalidRequest(problems);
  const before = store.findResourceGroup(name.data);
  if (before && before.location !== body.location) {
    throw armErrors.invalidResourceGroupLocation(before.location, body.location);
  }
  const { subscriptionId } = settings;
  const group = { subscriptionId, ...body, name: before?.name ?? name.data };
  store.saveResourceGroup(group);
  return { status: before ? 200 : 201, body: render(group) };
}

function patch(request: ApiRequest, emulator: Emulator): Reply {
  const before = requireResourceGroup(request, emulator);
  const group = { ...before, tags: parseBody(request.text, Patch).tags ?? before.tags };
  emulator.store.saveResourceGroup(group);
  return ok(render(group));
}

/** With all that is in it, at once; answered as ARM does, who takes its time: the first look at `Location` finds it done. */
function remove(request: ApiRequest, emulator: Emulator): Reply {
  const { name, subscriptionId } = requireResourceGroup(request, emulator);
  for (const pool of emulator.standbyPools.pools.list(name)) emulator.standbyPools.remove(pool);
  for (const profile of emulator.profiles.list(name)) emulator.profiles.remove(profile);
  for (const group of emulator.groups.list(name)) emulator.groups.remove(group);
  emulator.store.deleteResourceGroup(name);
  const results = `/subscriptions/${subscriptionId}/operationresults`;
  const version = request.query.get('api-version') ?? '';
  const location = `${request.origin}${results}/${request.requestId}?api-version=${version}`;
  return { status: 202, headers: { location, 'retry-after': '1' } };
}

function get(request: ApiRequest, emulator: Emulator): Reply {
  const group = requireResourceGroup(request, emulator);
  return request.method === 'HEAD' ? { status: 204 } : ok(render(group));
}

const { resourceGroups, resourceGroup } = paths;

/** https://learn.microsoft.com/rest/api/resources/resource-groups */
export const resourceGroupRoutes: readonly Route[] = [
  {
    operation: 'ResourceGroups_List',
    method: 'GET',
    guard: 'arm',
    path: resourceGroups,
    handle: (_request, { store }) => ok({ value: store.listResourceGroups().map(render) }),
  },
  {
    operation: 'ResourceGroups_Get',
    method: 'GET',
    guard: 'arm',
    path: resourceGroup,
    handle: get,
  },
  {
    operation: 'ResourceGroups_CreateOrUpdate',
    method: 'PUT',
    guard: 'arm',
    path: resourceGroup,
    handle: put,
  },
  {
    operation: 'ResourceGroups_Delete',
    method: 'DELETE',
    guard: 'arm',
    path: resourceGroup,
    handle: remove,
  },
  {
    operation: 'ResourceGroups_Update',
    method: 'PATCH',
    guard: 'arm',
    path: resourceGroup,
    handle: patch,
  },
  {
    operation: 'ResourceGroups_GetDeletion',
    method: 'GET',
    guard: 'arm',
    path: `${paths.subscription}/operationresults/:id`,
    handle: () => ({ status: 200 }),
  },
];
