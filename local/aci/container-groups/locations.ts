import { paths } from '../http/paths.ts';
import { ok, type Route } from '../http/route.ts';
import { isFinished } from '../model/group-states.ts';

const get = { method: 'GET', guard: 'containerInstance' } as const;

/** Limits of a subscription that is not new: https://learn.microsoft.com/azure/container-instances/container-instances-resource-and-quota-limits */
const limits = { ContainerGroups: 100, StandardCores: 100 };

export const listUsages: Route = {
  ...get,
  operation: 'Location_ListUsage',
  path: `${paths.location}/usages`,
  handle({ params }, { groups, settings }) {
    const here = groups
      .list()
      .filter(({ body }) => body.location === params.location.toLowerCase());
    const cores = here
      .filter((group) => group.phase !== 'stopped' && !isFinished(group))
      .flatMap(({ body }) => body.properties.containers)
      .reduce((sum, { properties }) => sum + properties.resources.requests.cpu, 0);
    const usage = (value: keyof typeof limits, localizedValue: string, currentValue: number) => ({
      id: `/subscriptions/${settings.subscriptionId}/providers/Microsoft.ContainerInstance/locations/${params.location}/usages/${value}`,
      unit: 'Count',
      currentValue,
      limit: limits[value],
      name: { value, localizedValue },
    });
    return ok({
      value: [
        usage('ContainerGroups', 'Container Groups', here.length),
        usage('StandardCores', 'Standard Cores', Math.ceil(cores)),
      ],
    });
  },
};

export const listCapabilities: Route = {
  ...get,
  operation: 'Location_ListCapabilities',
  path: `${paths.location}/capabilities`,
  handle: ({ params }) =>
    ok({
      value: ['Public', 'Private'].map((ipAddressType) => ({
        resourceType: 'containerGroups',
        osType: 'Linux',
        location: params.location,
        ipAddressType,
        gpu: 'None',
        capabilities: { maxMemoryInGB: 240, maxCpu: 31, maxGpuCount: 0 },
      })),
    }),
};

export const listCachedImages: Route = {
  ...get,
  operation: 'Location_ListCachedImages',
  path: `${paths.location}/cachedImages`,
  handle: () => ok({ value: [] }),
};
