import type { Emulator } from '../emulator.ts';
import { paths } from '../http/paths.ts';
import { ok, type Route } from '../http/route.ts';

function registration({ settings }: Emulator): object {
  return {
    id: `/subscriptions/${settings.subscriptionId}/providers/Microsoft.ContainerInstance`,
    namespace: 'Microsoft.ContainerInstance',
    registrationState: 'Registered',
    resourceTypes: ['containerGroups', 'locations', 'operations'].map((resourceType) => ({
      resourceType,
      locations: [settings.location],
      apiVersions: ['2026-07-01', '2025-09-01', '2023-05-01'],
    })),
  };
}

const names: readonly (readonly [name: string, operation: string])[] = [
  ['containerGroups/read', 'Get Container Groups'],
  ['containerGroups/write', 'Create or Update Container Groups'],
  ['containerGroups/delete', 'Delete Container Groups'],
  ['containerGroups/containers/logs/read', 'Get Logs of a Container'],
];

export const providerRoutes: readonly Route[] = [
  {
    operation: 'Providers_Get',
    method: 'GET',
    guard: 'arm',
    path: paths.provider,
    handle: (_request, emulator) => ok(registration(emulator)),
  },
  {
    operation: 'Providers_Register',
    method: 'POST',
    guard: 'arm',
    path: `${paths.provider}/register`,
    handle: (_request, emulator) => ok(registration(emulator)),
  },
  {
    operation: 'Operations_List',
    method: 'GET',
    guard: 'containerInstance',
    path: paths.operations,
    handle: () =>
      ok({
        value: names.map(([name, operation]) => ({
          name: `Microsoft.ContainerInstance/${name}`,
          display: {
            provider: 'Microsoft Container Instance',
            resource: 'Container Group',
            operation,
            description: `${operation}.`,
          },
          origin: 'User',
        })),
      }),
  },
];
