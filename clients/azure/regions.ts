import { quotaNames } from '../../jobs/admission/lesson.ts';
import type { Use } from '../../jobs/admission/state.ts';
import type { Regions, RegionUsage } from '../ports.ts';
import { armClients, type ArmClients, type ArmOptions } from './arm-clients.ts';

/** Quotas of regions: https://learn.microsoft.com/rest/api/container-instances/location/list-usage */
export class AzureRegions implements Regions {
  private readonly clientsOf: (subscription: string) => ArmClients;

  constructor(options: ArmOptions) {
    this.clientsOf = armClients(options);
  }

  async usage(subscriptionId: string, region: string): Promise<RegionUsage> {
    const limits: Partial<Use> = {};
    const usage: Partial<Use> = {};
    const list = this.clientsOf(subscriptionId).usual.location.listUsage(region);
    for await (const { name, currentValue, limit } of list) {
      const quota = quotaNames[name?.value ?? ''];
      if (!quota || limit === undefined) continue;
      limits[quota] = limit;
      usage[quota] = currentValue ?? 0;
    }
    return { limits, usage };
  }
}
