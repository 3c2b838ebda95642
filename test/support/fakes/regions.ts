import type { Regions, RegionUsage } from '../../../clients/ports.ts';

/** A subscription with room for everything that tests do. */
export class FakeRegions implements Regions {
  usage(): Promise<RegionUsage> {
    const limits = { groups: 10_000, cores: 10_000, spotCores: 10_000 };
    return Promise.resolve({ limits, usage: { groups: 0, cores: 0, spotCores: 0 } });
  }
}
