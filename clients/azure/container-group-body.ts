import type {
  AzureFileVolume,
  Container,
  ContainerGroup,
  ContainerProbe,
  ImageRegistryCredential,
  InitContainerDefinition,
  Volume,
} from '@azure/arm-containerinstance';
import type {
  AddressPlan,
  ContainerPlan,
  GroupPlan,
  IdentityPlan,
  InitContainerPlan,
  RegistryPlan,
} from '../../jobs/group-plan.ts';
import type { SecretRef } from '../../jobs/spec/secret-ref.ts';
import type { Volume as VolumePlan } from '../../jobs/spec/volumes.ts';

/** What the secrets that a plan names hold. */
type Values = ReadonlyMap<SecretRef, string>;

/** A group as ARM takes it. A job's containers end, so they are never started again after a success. */
export function containerGroupBody(plan: GroupPlan, values: Values = new Map()): ContainerGroup {
  const { zones, identity, initContainers, priority, sku, ccePolicy, encryption } = plan;
  return {
    location: plan.location,
    tags: { ...plan.tags },
    ...(zones && { zones: [...zones] }),
    ...(identity && { identity: identityBody(identity) }),
    osType: plan.osType ?? 'Linux',
    restartPolicy: plan.restartPolicy ?? 'Never',
    ...(priority && { priority }),
    ...(sku !== undefined && { sku }),
    containers: plan.containers.map((container) => containerBody(container, values)),
    ...(initContainers && {
      initContainers: initContainers.map((container) => commonBody(container, values)),
    }),
    ...(plan.volumes && { volumes: plan.volumes.map((volume) => volumeBody(volume, values)) }),
    ...networkBody(plan, values),
    ...(ccePolicy !== undefined && { confidentialComputeProperties: { ccePolicy } }),
    ...(encryption && { encryptionProperties: { ...encryption } }),
  };
}

function containerBody(plan: ContainerPlan, values: Values): Container {
  const { cpu, memoryInGB, limits, ports, livenessProbe, readinessProbe } = plan;
  return {
    ...commonBody(plan, values),
    image: plan.image,
    resources: { requests: { cpu, memoryInGB }, ...(limits && { limits: { ...limits } }) },
    ...(ports && { ports: ports.map((port) => ({ ...port })) }),
    ...(livenessProbe && { livenessProbe: probeBody(livenessProbe) }),
    ...(readinessProbe && { readinessProbe: probeBody(readinessProbe) }),
  };
}

function commonBody(plan: InitContainerPlan, values: Values): InitContainerDefinition {
  const { name, image, command, mounts, securityContext } = plan;
  return {
    name,
    image,
    ...(command && { command: [...command] }),
    environmentVariables: plan.environment.map((variable) =>
      'secretRef' in variable
        ? { name: variable.name, secureValue: valueOf(variable.secretRef, values) }
        : { ...variable },
    ),
    ...(mounts && { volumeMounts: [...mounts] }),
    ...(securityContext && { securityContext }),
  };
}

function probeBody(probe: NonNullable<ContainerPlan['livenessProbe']>): ContainerProbe {
  const { httpGet, ...rest } = probe;
  const scheme = httpGet?.scheme?.toLowerCase();
  return {
    ...rest,
    ...(httpGet && { httpGet: { ...httpGet, ...(scheme !== undefined && { scheme }) } }),
  };
}

function volumeBody(volume: VolumePlan, values: Values): Volume {
  const { name, emptyDir, gitRepo, azureFile, secret } = volume;
  return {
    name,
    ...(emptyDir && { emptyDir }),
    ...(gitRepo && { gitRepo }),
    ...(azureFile && { azureFile: azureFileBody(azureFile, values) }),
    ...(secret && { secret: secretFiles(secret, values) }),
  };
}

function azureFileBody(
  { shareName, storageAccountName, readOnly, secretRef }: NonNullable<VolumePlan['azureFile']>,
  values: Values,
): AzureFileVolume {
  return {
    shareName,
    storageAccountName,
    ...(readOnly !== undefined && { readOnly }),
    storageAccountKey: valueOf(secretRef, values),
  };
}

/** In base64: https://learn.microsoft.com/azure/container-instances/container-instances-volume-secret */
function secretFiles(files: NonNullable<VolumePlan['secret']>, values: Values) {
  return Object.fromEntries(
    Object.entries(files).map(([file, { secretRef }]) => [
      file,
      Buffer.from(valueOf(secretRef, values)).toString('base64'),
    ]),
  );
}

/** Never another secret, nor none, in place of one that was not resolved. */
function valueOf(ref: SecretRef, values: Values): string {
  const value = values.get(ref);
  if (value === undefined) throw new Error(`The secret ${ref} was not resolved.`);
  return value;
}

function networkBody(plan: GroupPlan, values: Values): Partial<ContainerGroup> {
  const { address, subnets, dns, registries } = plan;
  return {
    ...(address && { ipAddress: addressBody(address) }),
    ...(subnets && { subnetIds: [...subnets] }),
    ...(dns && { dnsConfig: dns }),
    ...(registries && {
      imageRegistryCredentials: registries.map((one) => registryBody(one, values)),
    }),
  };
}

function registryBody(registry: RegistryPlan, values: Values): ImageRegistryCredential {
  if (!('secretRef' in registry)) return { ...registry };
  const { server, username, secretRef } = registry;
  return { server, username, password: valueOf(secretRef, values) };
}

function addressBody({ type, ports, dnsNameLabel, dnsNameScope }: AddressPlan) {
  return {
    type,
    ports: ports.map((port) => ({ ...port })),
    ...(dnsNameLabel !== undefined && { dnsNameLabel }),
    ...(dnsNameScope !== undefined && { autoGeneratedDomainNameLabelScope: dnsNameScope }),
  };
}

function identityBody({ type, userAssigned }: IdentityPlan) {
  return {
    type,
    ...(userAssigned.length > 0 && {
      userAssignedIdentities: Object.fromEntries(userAssigned.map((id) => [id, {}])),
    }),
  };
}
