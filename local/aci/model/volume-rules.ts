import type { ErrorDetail } from './azure-error.ts';
import type { GroupProperties } from './group-spec.ts';
import { invalid } from './invalid.ts';
import type { VolumeMount } from './volume-spec.ts';

/** Every volume has one name of its own and one source; every mount is of a volume, at a path of its own. */
export function volumeProblems({
  volumes,
  containers,
  initContainers,
}: GroupProperties): ErrorDetail[] {
  const names = volumes.map(({ name }) => name);
  const mountsOf = (
    list: string,
    specs: readonly { readonly properties: { readonly volumeMounts: readonly VolumeMount[] } }[],
  ): ErrorDetail[] =>
    specs.flatMap(({ properties: { volumeMounts } }, index) =>
      mountProblems(volumeMounts, `properties.${list}[${index}].properties.volumeMounts`, names),
    );
  return [
    ...volumes.flatMap(({ name, azureFile, emptyDir, secret, gitRepo }, index) => {
      const at = `properties.volumes[${index}]`;
      const sources = [azureFile, emptyDir, secret, gitRepo].filter(Boolean).length;
      return [
        ...(names.indexOf(name) < index
          ? [invalid(`${at}.name`, `The name '${name}' is used twice.`)]
          : []),
        ...(sources === 1
          ? []
          : [
              invalid(
                at,
                `The volume '${name}' has ${sources} sources; it must have exactly one of azureFile, emptyDir, secret and gitRepo.`,
              ),
            ]),
      ];
    }),
    ...mountsOf('initContainers', initContainers),
    ...mountsOf('containers', containers),
  ];
}

function mountProblems(
  mounts: readonly VolumeMount[],
  at: string,
  volumes: readonly string[],
): ErrorDetail[] {
  const paths = mounts.map(({ mountPath }) => mountPath);
  return mounts.flatMap(({ name, mountPath }, index) => [
    ...(volumes.includes(name)
      ? []
      : [invalid(`${at}[${index}].name`, `There is no volume '${name}' in the group.`)]),
    ...(paths.indexOf(mountPath) < index
      ? [invalid(`${at}[${index}].mountPath`, `The path '${mountPath}' is used twice.`)]
      : []),
  ]);
}
