import { z } from 'zod';
import { armErrors } from '../arm/arm-errors.ts';
import { regionProblems } from '../arm/regions.ts';
import { requireResourceGroup } from '../arm/resource-groups.ts';
import type { Emulator } from '../emulator.ts';
import { parseBody } from '../http/parse-body.ts';
import { paths } from '../http/paths.ts';
import { ok, type ApiRequest, type Reply, type Route } from '../http/route.ts';
import { errors } from '../model/errors.ts';
import { groupProblems } from '../model/group-rules.ts';
import { GroupBody } from '../model/group-spec.ts';
import type { Profile } from './profiles.ts';
import { renderProfile } from './render-profile.ts';

const type = 'Microsoft.ContainerInstance/containerGroupProfiles';
const Body = GroupBody.omit({ identity: true });
const Patch = z.object({ tags: GroupBody.shape.tags });
/** As the specification has it. */
const Name = /^[a-zA-Z0-9](?:[-_a-zA-Z0-9]{0,61}[a-zA-Z0-9])?$/;

function profileBody({ text, params }: ApiRequest, emulator: Emulator): z.infer<typeof Body> {
  const body = parseBody(text, Body);
  const problems = [
    ...regionProblems(body.location, type, emulator),
    // The groups made of it have names of their own.
    ...groupProblems('any', body.properties),
  ];
  if (!Name.test(params.name)) {
    const message = `The container group profile name '${params.name}' must have 1 to 63 letters, digits, inner hyphens or underscores.`;
    problems.push({ code: 'InvalidContainerGroupProfileName', message });
  }
  if (problems.length > 0) throw errors.invalidRequest(problems);
  return body;
}

/** Other properties are a new revision; other tags are not. */
function put(request: ApiRequest, emulator: Emulator): Reply {
  const { name: resourceGroup, subscriptionId } = requireResourceGroup(request, emulator);
  const body = profileBody(request, emulator);
  const { name } = request.params;
  const before = emulator.profiles.find({ resourceGroup, name });
  if (before && before.location !== body.location) {
    throw errors.invalidResourceLocation(before, body.location);
  }
  const isSame = JSON.stringify(before?.properties) === JSON.stringify(body.properties);
  const revision = (before?.revision ?? 0) + (isSame ? 0 : 1);
  const names = { subscriptionId, resourceGroup, name: before?.name ?? name };
  const profile = { ...body, ...names, revision };
  emulator.profiles.save(profile);
  return { ...one(profile, emulator), status: before ? 200 : 201 };
}

function existing(request: ApiRequest, emulator: Emulator, revision?: number): Profile {
  const { name: resourceGroup } = requireResourceGroup(request, emulator);
  const { name } = request.params;
  const profile = emulator.profiles.find({ resourceGroup, name }, revision);
  const shown = revision === undefined ? name : `${name}/revisions/${revision}`;
  if (!profile) throw armErrors.resourceNotFound(`${type}/${shown}`, resourceGroup);
  return profile;
}

function one(profile: Profile, { profiles }: Emulator): Reply {
  return ok(renderProfile(profile, profiles.revisions(profile)));
}

function list(found: readonly Profile[], { profiles }: Emulator): Reply {
  return ok({ value: found.map((each) => renderProfile(each, profiles.revisions(each))) });
}

const guard = 'containerInstance';
const { profilesOfSubscription, profiles: all, profile: path } = paths;

/** https://learn.microsoft.com/rest/api/container-instances/container-group-profiles */
export const profileRoutes: readonly Route[] = [
  {
    operation: 'CGProfiles_ListBySubscription',
    ...{ method: 'GET', guard, path: profilesOfSubscription },
    handle: (_request, emulator) => list(emulator.profiles.list(), emulator),
  },
  {
    operation: 'CGProfiles_ListByResourceGroup',
    ...{ method: 'GET', guard, path: all },
    handle: (request, emulator) =>
      list(emulator.profiles.list(requireResourceGroup(request, emulator).name), emulator),
  },
  {
    operation: 'CGProfile_Get',
    ...{ method: 'GET', guard, path },
    handle: (request, emulator) => one(existing(request, emulator), emulator),
  },
  { operation: 'CGProfile_CreateOrUpdate', method: 'PUT', guard, path, handle: put },
  {
    operation: 'CGProfile_Update',
    ...{ method: 'PATCH', guard, path },
    handle(request, emulator) {
      const { tags } = parseBody(request.text, Patch);
      const profile = { ...existing(request, emulator), tags };
      emulator.profiles.save(profile);
      return one(profile, emulator);
    },
  },
  {
    operation: 'CGProfile_Delete',
    ...{ method: 'DELETE', guard, path },
    handle(request, emulator) {
      const { name: resourceGroup } = requireResourceGroup(request, emulator);
      const wasThere = emulator.profiles.remove({ resourceGroup, name: request.params.name });
      return { status: wasThere ? 200 : 204 };
    },
  },
  {
    operation: 'CGProfile_ListAllRevisions',
    ...{ method: 'GET', guard, path: `${path}/revisions` },
    handle: (request, emulator) =>
      list(emulator.profiles.revisions(existing(request, emulator)), emulator),
  },
  {
    operation: 'CGProfile_GetByRevisionNumber',
    ...{ method: 'GET', guard, path: `${path}/revisions/:id` },
    handle(request, emulator) {
      const { id } = request.params;
      const revision = /^\d{1,9}$/.test(id) ? Number(id) : 0;
      return one(existing(request, emulator, revision), emulator);
    },
  },
];
