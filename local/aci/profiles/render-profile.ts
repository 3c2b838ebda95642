import type { Profile } from './profiles.ts';

const secrets = new Set([
  'secureValue',
  'password',
  'workspaceKey',
  'storageAccountKey',
  'protectedSettings',
]);

/** A profile as ARM shows it, without what only containers may know. */
export function renderProfile(profile: Profile, revisions: readonly Profile[]): object {
  const { name, location, tags, zones, properties, revision } = profile;
  return {
    id: profileId(profile),
    name,
    type: 'Microsoft.ContainerInstance/containerGroupProfiles',
    location,
    tags,
    ...(zones && { zones }),
    properties: {
      ...properties,
      ...shown(properties),
      revision,
      registeredRevisions: revisions.map((each) => each.revision),
    },
  };
}

function profileId({
  subscriptionId,
  resourceGroup,
  name,
}: Pick<Profile, 'subscriptionId' | 'resourceGroup' | 'name'>): string {
  return `/subscriptions/${subscriptionId}/resourceGroups/${resourceGroup}/providers/Microsoft.ContainerInstance/containerGroupProfiles/${name}`;
}

/** The files of a secret volume are not shown either. */
function shown(part: object): object {
  return Object.fromEntries(
    Object.entries(part)
      .filter(([name]) => !secrets.has(name))
      .map(([name, value]) => [name, name === 'secret' ? {} : shownValue(value)]),
  );
}

function shownValue(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(shownValue);
  return typeof value === 'object' && value !== null ? shown(value) : value;
}
