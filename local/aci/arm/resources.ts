import type { Emulator } from '../emulator.ts';
import { paths } from '../http/paths.ts';
import { ok, type Reply, type Route } from '../http/route.ts';
import { groupId } from '../model/new-group.ts';
import { isWaiting } from '../standby-pools/warm-group.ts';
import { armErrors } from './arm-errors.ts';
import { requireResourceGroup } from './resource-groups.ts';

interface Resource {
  readonly id: string;
  readonly name: string;
  readonly type: string;
  readonly location: string;
  readonly tags: Readonly<Record<string, string>>;
  readonly resourceGroup: string;
}

/** Everything there is in the subscription. */
function resources({ groups }: Emulator): Resource[] {
  return groups
    .list()
    .filter((group) => !isWaiting(group))
    .map((group) => ({
      id: groupId(group),
      name: group.name,
      type: 'Microsoft.ContainerInstance/containerGroups',
      location: group.body.location,
      tags: group.body.tags,
      resourceGroup: group.resourceGroup,
    }));
}

const longestFilter = 1000;

type Test = (resource: Resource) => boolean;

/** A `$filter` of comparisons that all have to hold: https://learn.microsoft.com/rest/api/resources/resources/list#uri-parameters */
function readFilter(filter: string): Test[] {
  if (filter.length > longestFilter) throw armErrors.invalidFilter(filter);
  let tag = '';
  return filter
    .split(/\s+and\s+/i)
    .filter((part) => part.trim() !== '')
    .map((part): Test => {
      const [, field = '', value = ''] = /^\s*(\w+)\s+eq\s+'([^']*)'\s*$/i.exec(part) ?? [];
      const wanted = value.toLowerCase();
      switch (field.toLowerCase()) {
        case 'resourcetype':
          return ({ type }) => type.toLowerCase() === wanted;
        case 'resourcegroup':
          return ({ resourceGroup }) => resourceGroup.toLowerCase() === wanted;
        case 'name':
          return ({ name }) => name.toLowerCase() === wanted;
        case 'location':
          return ({ location }) => location === wanted;
        case 'tagname': {
          tag = value;
          return ({ tags }) => value in tags;
        }
        case 'tagvalue': {
          const name = tag;
          return ({ tags }) => tags[name] === value;
        }
        default:
          throw armErrors.invalidFilter(filter);
      }
    });
}

function list(found: readonly Resource[], query: URLSearchParams): Reply {
  const tests = readFilter(query.get('$filter') ?? '');
  return ok({
    value: found
      .filter((resource) => tests.every((test) => test(resource)))
      .map(({ id, name, type, location, tags }) => ({ id, name, type, location, tags })),
  });
}

/** https://learn.microsoft.com/rest/api/resources/resources */
export const resourceRoutes: readonly Route[] = [
  {
    operation: 'Resources_List',
    method: 'GET',
    guard: 'arm',
    path: `${paths.subscription}/resources`,
    handle: ({ query }, emulator) => list(resources(emulator), query),
  },
  {
    operation: 'Resources_ListByResourceGroup',
    method: 'GET',
    guard: 'arm',
    path: `${paths.resourceGroup}/resources`,
    handle(request, emulator) {
      const group = requireResourceGroup(request, emulator).name.toLowerCase();
      const found = resources(emulator).filter(
        ({ resourceGroup }) => resourceGroup.toLowerCase() === group,
      );
      return list(found, request.query);
    },
  },
];
