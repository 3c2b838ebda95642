import { regions } from '../arm/regions.ts';
import { regionName } from '../model/region-name.ts';
import { paths } from '../http/paths.ts';
import { ok, type Route } from '../http/route.ts';

const get = { method: 'GET', guard: 'containerInstance' } as const;

/** Largest group: https://learn.microsoft.com/azure/container-instances/container-instances-resource-and-quota-limits; GPUs are retired. */
const largest = {
  Linux: { maxMemoryInGB: 240, maxCpu: 31, maxGpuCount: 0 },
  Windows: { maxMemoryInGB: 16, maxCpu: 4, maxGpuCount: 0 },
} as const;

export const listCapabilities: Route = {
  ...get,
  operation: 'Location_ListCapabilities',
  path: `${paths.location}/capabilities`,
  handle: ({ params: { location } }) =>
    ok({
      value: (
        [
          ['Linux', 'Public'],
          ['Linux', 'Private'],
          ['Windows', 'Public'],
        ] as const
      ).map(([osType, ipAddressType]) => ({
        resourceType: 'containerGroups',
        osType,
        location: regions.get(regionName(location)) ?? location,
        ipAddressType,
        gpu: 'None',
        capabilities: largest[osType],
      })),
    }),
};

/** What starts without a pull: the images that are on this machine. */
export const listCachedImages: Route = {
  ...get,
  operation: 'Location_ListCachedImages',
  path: `${paths.location}/cachedImages`,
  async handle(_request, { backend }) {
    const images = await backend.listImages();
    return ok({ value: images.map((image) => ({ osType: 'Linux', image })) });
  },
};
