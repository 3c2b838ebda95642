import { paths } from '../http/paths.ts';
import { ok, type Route } from '../http/route.ts';

const group = 'Container Group';
const profile = 'Container Group Profile';

/** Those of https://learn.microsoft.com/azure/role-based-access-control/permissions/containers that are emulated. */
const operations: readonly (readonly [name: string, resource: string, what: string])[] = [
  ['register/action', 'Subscription', 'Register Subscription'],
  ['containerGroups/read', group, 'Get Container Groups'],
  ['containerGroups/write', group, 'Create or Update Container Groups'],
  ['containerGroups/delete', group, 'Delete Container Groups'],
  ['containerGroups/restart/action', group, 'Restart Container Groups'],
  ['containerGroups/stop/action', group, 'Stop Container Groups'],
  ['containerGroups/start/action', group, 'Start Container Groups'],
  ['containerGroups/containers/exec/action', 'Container', 'Exec into a Container'],
  ['containerGroups/containers/attach/action', 'Container', 'Attach to the Output of a Container'],
  ['containerGroups/containers/logs/read', 'Container', 'Get Logs of a Container'],
  [
    'containerGroups/outboundNetworkDependenciesEndpoints/read',
    group,
    'Get Outbound Network Dependencies',
  ],
  ['containerGroupProfiles/read', profile, 'Get Container Group Profiles'],
  ['containerGroupProfiles/write', profile, 'Create or Update Container Group Profiles'],
  ['containerGroupProfiles/delete', profile, 'Delete Container Group Profiles'],
  ['containerGroupProfiles/revisions/read', profile, 'Get Revisions of a Container Group Profile'],
  ['locations/capabilities/read', 'Location', 'Get Capabilities of a Region'],
  ['locations/cachedImages/read', 'Location', 'Get Cached Images of a Region'],
  ['locations/usages/read', 'Location', 'Get Usages of a Region'],
  ['locations/operations/read', 'Location', 'Get the Status of an Operation'],
  ['operations/read', 'Operations', 'Get Operations'],
];

export const listOperations: Route = {
  operation: 'Operations_List',
  method: 'GET',
  guard: 'containerInstance',
  path: paths.operations,
  handle: () =>
    ok({
      value: operations.map(([name, resource, operation]) => ({
        name: `Microsoft.ContainerInstance/${name}`,
        display: {
          provider: 'Microsoft Container Instance',
          resource,
          operation,
          description: `${operation}.`,
        },
        origin: 'User',
      })),
    }),
};
