import type { GroupRecord } from '../model/group-record.ts';
import type { ContainerSpec, GroupProperties, InitContainerSpec } from '../model/group-spec.ts';
import { instanceState, provisioningState } from '../model/group-states.ts';
import { groupId } from '../model/new-group.ts';
import { provisioningTimeoutSeconds } from '../model/timing.ts';
import { allContainers } from '../model/transitions/step.ts';
import type { Volume } from '../model/volume-spec.ts';

/** A container group as ARM shows it; secrets stay inside. Lists leave the instance views out. */
export function renderGroup(
  group: GroupRecord,
  { instanceView }: { readonly instanceView: boolean },
): object {
  const { properties, location, tags, zones, identity } = group.body;
  const { containers, initContainers, ...rest } = properties;
  return {
    id: groupId(group),
    name: group.name,
    type: 'Microsoft.ContainerInstance/containerGroups',
    location,
    tags,
    ...(zones && { zones }),
    ...(identity && { identity: renderIdentity(identity) }),
    properties: {
      ...withoutSecrets(rest, group),
      provisioningState: provisioningState(group),
      provisioningTimeoutInSeconds: provisioningTimeoutSeconds,
      isCustomProvisioningTimeout: false,
      isCreatedFromStandbyPool: group.fromStandbyPool ?? false,
      initContainers: initContainers.map((container) =>
        renderContainer(container, group, instanceView),
      ),
      containers: containers.map((container) => renderContainer(container, group, instanceView)),
      ...(instanceView && {
        instanceView: { events: group.events, state: instanceState(group) },
      }),
    },
  };
}

function renderContainer(
  { name, properties }: ContainerSpec | InitContainerSpec,
  group: GroupRecord,
  instanceView: boolean,
): object {
  const environmentVariables = properties.environmentVariables.map((variable) =>
    variable.secureValue === undefined ? variable : { name: variable.name },
  );
  const record = allContainers(group).find((container) => container.name === name);
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
    volumes,
    extensions,
    ...rest
  }: Omit<GroupProperties, 'containers' | 'initContainers'>,
  group: GroupRecord,
): object {
  return {
    ...rest,
    volumes: volumes.map(renderVolume),
    ...(extensions && { extensions: extensions.map(renderExtension) }),
    imageRegistryCredentials: imageRegistryCredentials.map(
      ({ server, username, identity, identityUrl }) => ({
        server,
        ...(username !== undefined && { username }),
        ...(identity !== undefined && { identity }),
        ...(identityUrl !== undefined && { identityUrl }),
      }),
    ),
    ...(diagnostics && { diagnostics: renderDiagnostics(diagnostics) }),
    ...(ipAddress && { ipAddress: renderIpAddress(ipAddress, group) }),
  };
}

/** As recorded, a secret volume does not even tell the names of its files. */
function renderVolume({ name, azureFile, secret, ...rest }: Volume): object {
  return {
    name,
    ...rest,
    ...(secret && { secret: {} }),
    ...(azureFile && {
      azureFile: {
        shareName: azureFile.shareName,
        storageAccountName: azureFile.storageAccountName,
        ...(azureFile.readOnly !== undefined && { readOnly: azureFile.readOnly }),
      },
    }),
  };
}

function renderExtension({ properties, ...rest }: Record<string, unknown>): object {
  if (typeof properties !== 'object' || properties === null) return rest;
  const shown = Object.entries(properties).filter(([name]) => name !== 'protectedSettings');
  return { ...rest, properties: Object.fromEntries(shown) };
}

/** There is an address from the start, as recorded. One that the platform has moved has the next of this machine's. */
function renderIpAddress(
  ipAddress: NonNullable<GroupProperties['ipAddress']>,
  { shared, body }: GroupRecord,
): object {
  const { dnsNameLabel } = ipAddress;
  const [a, b, c, d = 1] = (shared.ipAddress ?? '127.0.0.1').split('.').map(Number);
  return {
    ...ipAddress,
    ip: [a, b, c, 1 + ((d - 1 + shared.moves) % 254)].join('.'),
    ...(dnsNameLabel && { fqdn: `${dnsNameLabel}.${body.location}.azurecontainer.io` }),
  };
}

function renderDiagnostics(diagnostics: Record<string, unknown>): object {
  const { logAnalytics } = diagnostics;
  if (typeof logAnalytics !== 'object' || logAnalytics === null) return {};
  const shown = Object.entries(logAnalytics).filter(([name]) => name !== 'workspaceKey');
  return { logAnalytics: Object.fromEntries(shown) };
}

/** Identities that nobody else has; tokens for them are had inside the containers. */
function renderIdentity({ userAssignedIdentities, ...identity }: Record<string, unknown>): object {
  const type = typeof identity['type'] === 'string' ? identity['type'] : '';
  const assigned =
    typeof userAssignedIdentities === 'object' && userAssignedIdentities !== null
      ? Object.keys(userAssignedIdentities)
      : undefined;
  return {
    ...identity,
    ...(/SystemAssigned/i.test(type) && {
      principalId: '55555555-5555-5555-5555-555555555555',
      tenantId: '66666666-6666-6666-6666-666666666666',
    }),
    ...(assigned && {
      userAssignedIdentities: Object.fromEntries(
        assigned.map((id) => [
          id,
          {
            principalId: '77777777-7777-7777-7777-777777777777',
            clientId: '88888888-8888-8888-8888-888888888888',
          },
        ]),
      ),
    }),
  };
}
