import type { Emulator } from '../emulator.ts';
import { paths } from '../http/paths.ts';
import { ok, type ApiRequest, type Route } from '../http/route.ts';
import { apiVersions, standbyPoolVersions } from './api-versions.ts';
import { armErrors } from './arm-errors.ts';
import { regions } from './regions.ts';

interface Provider {
  readonly namespace: string;
  readonly types: readonly string[];
  readonly versions: readonly string[];
}

/** What is emulated of Azure; all of it is registered from the start. */
const providers: readonly Provider[] = [
  {
    namespace: 'Microsoft.ContainerInstance',
    types: [
      ...['containerGroups', 'containerGroupProfiles'],
      ...['locations', 'locations/capabilities', 'locations/usages', 'locations/cachedImages'],
      ...['locations/operations', 'operations'],
    ],
    versions: apiVersions,
  },
  {
    namespace: 'Microsoft.StandbyPool',
    types: ['standbyContainerGroupPools'],
    versions: standbyPoolVersions,
  },
  {
    namespace: 'Microsoft.Resources',
    types: ['resourceGroups', 'subscriptions', 'tenants', 'resources', 'providers'],
    versions: ['2024-03-01', '2022-09-01', '2021-04-01', '2020-01-01'],
  },
];

function registration({ namespace, types, versions }: Provider, { settings }: Emulator): object {
  return {
    id: `/subscriptions/${settings.subscriptionId}/providers/${namespace}`,
    namespace,
    registrationState: 'Registered',
    registrationPolicy: 'RegistrationRequired',
    resourceTypes: types.map((resourceType) => ({
      resourceType,
      locations: resourceType === 'operations' ? [] : [...regions.values()],
      apiVersions: versions,
      capabilities: 'None',
    })),
  };
}

function findProvider({ params }: ApiRequest): Provider {
  const found = providers.find(({ namespace }) => namespace.toLowerCase() === params.id);
  if (!found) throw armErrors.invalidResourceNamespace(params.id);
  return found;
}

const one = `${paths.subscription}/providers/:id`;

/** https://learn.microsoft.com/rest/api/resources/providers */
export const providerRoutes: readonly Route[] = [
  {
    operation: 'Providers_List',
    method: 'GET',
    guard: 'arm',
    path: `${paths.subscription}/providers`,
    handle: (_request, emulator) =>
      ok({ value: providers.map((provider) => registration(provider, emulator)) }),
  },
  {
    operation: 'Providers_Get',
    method: 'GET',
    guard: 'arm',
    path: one,
    handle: (request, emulator) => ok(registration(findProvider(request), emulator)),
  },
  {
    operation: 'Providers_Register',
    method: 'POST',
    guard: 'arm',
    path: `${one}/register`,
    handle: (request, emulator) => ok(registration(findProvider(request), emulator)),
  },
];
