import { paths } from '../http/paths.ts';
import { ok, type Route } from '../http/route.ts';

const get = { method: 'GET', guard: 'containerInstance' } as const;

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
