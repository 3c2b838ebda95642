import type { SpecError } from '../errors.ts';
import { placed } from './container-rules.ts';
import type { GroupView, MountView } from './group-view.ts';
import { eachOnce, type Rule, when } from './rule.ts';

const sources = ['emptyDir', 'gitRepo', 'azureFile', 'secret'] as const;

/** A volume has a name of its own and one source. */
export const volumeSources: Rule = ({ volumes }) => [
  ...eachOnce(
    volumes,
    (volume) => volume?.name,
    (index) => `properties.volumes[${index}].name`,
  ),
  ...volumes.flatMap((volume, index) => {
    if (!volume) return [];
    const given = sources.filter((source) => volume[source] !== undefined);
    const path = `properties.volumes[${index}]`;
    return when(
      given.length !== 1,
      path,
      'must have exactly one source: emptyDir, gitRepo, azureFile or secret',
    );
  }),
];

/** A mount is of a volume of the group, at a path of its own. */
export const volumeMounts: Rule = (group) =>
  placed(group).flatMap(({ path, container }) =>
    mountErrors(container.properties?.volumeMounts ?? [], `${path}.properties.volumeMounts`, group),
  );

function mountErrors(
  mounts: readonly MountView[],
  path: string,
  { volumes }: GroupView,
): SpecError[] {
  const names = new Set(volumes.map((volume) => volume?.name));
  return [
    ...mounts.flatMap((mount, index) => {
      if (mount?.name === undefined || names.has(mount.name)) return [];
      return [
        {
          path: `${path}[${index}].name`,
          message: `there is no volume ${mount.name} in the group`,
        },
      ];
    }),
    ...eachOnce(
      mounts,
      (mount) => mount?.mountPath,
      (index) => `${path}[${index}].mountPath`,
    ),
  ];
}
