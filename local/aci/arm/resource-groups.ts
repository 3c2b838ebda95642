import { z } from 'zod';
import type { Emulator } from '../emulator.ts';
import { parseBody } from '../http/parse-body.ts';
import { paths } from '../http/paths.ts';
import { ok, type ApiRequest, type Reply, type Route } from '../http/route.ts';
import { errors } from '../model/errors.ts';
import type { ResourceGroup } from '../store/aci-store.ts';

const Body = z.object({
  location: z.string().transform((location) => location.toLowerCase().replaceAll(' ', '')),
  tags: z.record(z.string(), z.string()).default({}),
});

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

function put({ params, text }: ApiRequest, { store, settings }: Emulator): Reply {
  const name = Name.safeParse(params.resourceGroup);
  if (!name.success) {
    const message = `The provided resource group name '${params.resourceGroup}' is invalid.`;
    throw errors.invalidRequest([{ code: 'InvalidResourceGroupName', message }]);
  }
  const before = store.findResourceGroup(name.data);
  const { subscriptionId } = settings;
  const group = { subscriptionId, ...parseBody(text, Body), name: before?.name ?? name.data };
  store.saveResourceGroup(group);
  return { status: before ? 200 : 201, body: render(group) };
}

/** With all that is in it, at once; ARM takes its time. */
function remove(request: ApiRequest, emulator: Emulator): Reply {
  const { name } = requireResourceGroup(request, emulator);
  for (const group of emulator.groups.list(name)) emulator.groups.remove(group);
  emulator.store.deleteResourceGroup(name);
  return { status: 200 };
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
];
