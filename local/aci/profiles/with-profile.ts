import { z } from 'zod';
import type { Emulator } from '../emulator.ts';
import { parseJson } from '../http/parse-body.ts';
import { AzureError } from '../model/azure-error.ts';
import type { ResourceKey } from '../store/resource-key.ts';
import type { Profile } from './profiles.ts';

const Named = z.looseObject({ name: z.string(), properties: z.looseObject({}).default({}) });

const Reference = z.looseObject({
  properties: z.looseObject({
    containerGroupProfile: z.object({ id: z.string(), revision: z.int().optional() }),
    containers: z.array(Named).nullish(),
  }),
});

/**
 * The body of a PUT with all that the profile it names says and the body does not; containers are merged by name. A body
 * that names none comes back as it is. Throws 400 for a profile or revision that is not there.
 */
export function withProfile(text: string, { profiles }: Pick<Emulator, 'profiles'>): string {
  const reference = readReference(text);
  if (!reference) return text;
  const { containerGroupProfile: wanted, containers, ...properties } = reference.properties;
  const profile = findProfile(wanted, profiles);
  const given = containers ?? [];
  const names = new Set(profile.properties.containers.map(({ name }) => name));
  return JSON.stringify({
    location: profile.location,
    ...reference,
    properties: {
      ...profile.properties,
      ...properties,
      containerGroupProfile: { id: wanted.id, revision: profile.revision },
      containers: [
        ...profile.properties.containers.map((container) => ({
          name: container.name,
          properties: {
            ...container.properties,
            ...given.find(({ name }) => name === container.name)?.properties,
          },
        })),
        ...given.filter(({ name }) => !names.has(name)),
      ],
    },
  });
}

function readReference(text: string): z.infer<typeof Reference> | undefined {
  if (!text.includes('containerGroupProfile')) return undefined;
  return Reference.safeParse(parseJson(text)).data;
}

function findProfile(
  { id, revision }: { readonly id: string; readonly revision?: number | undefined },
  profiles: Emulator['profiles'],
): Profile {
  const profile = profiles.find(profileKeyOf(id), revision);
  if (profile) return profile;
  const which = revision === undefined ? '' : ` with revision '${revision}'`;
  throw new AzureError({
    status: 400,
    code: 'ContainerGroupProfileNotFound',
    message: `The container group profile '${id}'${which} was not found.`,
  });
}

/** The names in a profile's id; empty ones for what is no such id. */
export function profileKeyOf(id: string): ResourceKey {
  const pattern =
    /^\/subscriptions\/[^/]+\/resourceGroups\/([^/]+)\/providers\/Microsoft\.ContainerInstance\/containerGroupProfiles\/([^/]+)$/i;
  const [, resourceGroup = '', name = ''] = pattern.exec(id) ?? [];
  return { resourceGroup, name };
}
