import type { GroupRecord } from '../model/group-record.ts';
import type { ContainerSpec, GroupProperties } from '../model/group-spec.ts';
import { instanceState, provisioningState } from '../model/group-states.ts';
import { groupId } from '../model/new-group.ts';
import { provisioningTimeoutSeconds } from '../model/timing.ts';

/** A container group as ARM shows it; secrets stay inside. Lists leave the instance views out. */
export function renderGroup(
  group: GroupRecord,
  { instanceView }: { readonly instanceView: boolean },
): object {
  const { properties, location, tags, zones, identity } = group.body;
  const { containers, ...rest } = properties;
  return {
    id: groupId(group),
    name: group.name,
    type: 'Microsoft.ContainerInstance/containerGroups',
    location,
    tags,
    ...(zones && { zones }),
    ...(identity && { identity: renderIdentity(identity) }),
    properties: {
      ...withoutSecrets(rest, location),
      provisioningState: provisioningState(group),
      provisioningTimeoutInSeconds: provisioningTimeoutSeconds,
      isCustomProvisioningTimeout: false,
      isCreatedFromStandbyPool: false,
      initContainers: [],
      containers: containers.map((container) => renderContainer(container, group, instanceView)),
      ...(instanceView && {
        instanceView: { events: group.events, state: instanceState(group) },
      }),
    },
  };
}

function renderContainer(
  { name, properties }: ContainerSpec,
  group: GroupRecord,
  instanceView: boolean,
): object {
  const environmentVariables = properties.environmentVariables.map((variable) =>
    variable.secureValue === undefined ? variable : { name: variable.name },
  );
  const record = group.containers.find((container) => container.name === name);
  // There is none until the images are pulled, as recorded.
  const isShown = instanceView && record && !['pending', 'creating'].includes(group.phase);
  return {
    name,
    properties: {
      ...properties,
      environmentVariables,
      ...(isShown && {
        instanceView: {
          restartCount: record.restartCount,
          currentState: record.state,
          ...(record.previousState && { previousState: record.previousState }),
          events: record.events,
        },
      }),
    },
  };
}

function withoutSecrets(
  {
    imageRegistryCredentials,
    diagnostics,
    ipAddress,
    ...rest
  }: Omit<GroupProperties, 'containers'>,
  location: string,
): object {
  return {
    ...rest,
    imageRegistryCredentials: imageRegistryCredentials.map(
      ({ server, username, identity, identityUrl }) => ({
        server,
        ...(username !== undefined && { username }),
        ...(identity !== undefined && { identity }),
        ...(identityUrl !== undefined && { identityUrl }),
      }),
    ),
    ...(diagnostics && { diagnostics: renderDiagnostics(diagnostics) }),
    ...(ipAddress && {
      ipAddress: {
        ...ipAddress,
        // The containers are processes of this machine and listen on it.
        ip: '127.0.0.1',
        ...(ipAddress.dnsNameLabel && {
          fqdn: `${ipAddress.dnsNameLabel}.${location}.azurecontainer.io`,
        }),
      },
    }),
  };
}

function renderDiagnostics(diagnostics: Record<string, unknown>): object {
  const { logAnalytics } = diagnostics;
  if (typeof logAnalytics !== 'object' || logAnalytics === null) return {};
  const shown = Object.entries(logAnalytics).filter(([name]) => name !== 'workspaceKey');
  return { logAnalytics: Object.fromEntries(shown) };
}

/** An identity of its own that nobody has: it is shown, and no token can be had inside the container. */
function renderIdentity(identity: Record<string, unknown>): object {
  const isSystem = /SystemAssigned/i.test(String(identity['type']));
  return {
    ...identity,
    ...(isSystem && {
      principalId: '55555555-5555-5555-5555-555555555555',
      tenantId: '66666666-6666-6666-6666-666666666666',
    }),
  };
}
