import type { GroupProperties } from './group-spec.ts';

/** The parts of a group that would change what it does and that the process backend can not give it. */
export function notHonoured({ containers, ...group }: GroupProperties): string[] {
  const isUsed = (list: readonly unknown[] | undefined): boolean => (list?.length ?? 0) > 0;
  const parts = [
    group.osType === 'Windows' && 'properties.osType Windows',
    isUsed(group.initContainers) && 'properties.initContainers',
    isUsed(group.volumes) && 'properties.volumes',
    ...containers.flatMap(({ properties }, index) => [
      isUsed(properties.volumeMounts) && `properties.containers[${index}].properties.volumeMounts`,
      properties.livenessProbe && `properties.containers[${index}].properties.livenessProbe`,
      properties.readinessProbe && `properties.containers[${index}].properties.readinessProbe`,
    ]),
  ];
  return parts.filter((part) => typeof part === 'string');
}
