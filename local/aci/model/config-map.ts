import type { ContainerSpec, GroupProperties } from './group-spec.ts';
import type { Volume, VolumeMount } from './volume-spec.ts';

/** No volume of a group itself may have two hyphens in a row in its name. */
const prefix = 'configmap--';

/** Containers with a config map, or that may be given one later because their group is made of a profile. */
function mapped({ containers, containerGroupProfile, osType }: GroupProperties): ContainerSpec[] {
  if (osType !== 'Linux') return [];
  return containers.filter(({ properties }) => properties.configMap ?? containerGroupProfile);
}

/** Where a container, not an init container, finds its config map: https://learn.microsoft.com/azure/container-instances/container-instances-config-map */
export function configMapMounts(container: string, properties: GroupProperties): VolumeMount[] {
  return mapped(properties)
    .filter(({ name }) => name === container)
    .map(({ name }) => ({
      name: `${prefix}${name}`,
      mountPath: `/mnt/configmap/${name}`,
      readOnly: true,
    }));
}

/** The config maps of a group as volumes, whose files change under running containers. */
export function configMapVolumes(properties: GroupProperties): Volume[] {
  return mapped(properties).map((container) => ({
    name: `${prefix}${container.name}`,
    secret: Object.fromEntries(
      Object.entries(container.properties.configMap?.keyValuePairs ?? {}).map(([key, value]) => [
        key,
        Buffer.from(value).toString('base64'),
      ]),
    ),
  }));
}

export function isConfigMap({ name }: Pick<Volume, 'name'>): boolean {
  return name.startsWith(prefix);
}
