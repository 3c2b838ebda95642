import type { Group } from './spec/group.ts';

/** USD per second of one vCPU and of one GB, Linux, regular priority. */
interface Price {
  readonly vcpu: number;
  readonly gb: number;
}

/**
 * East US: $0.0405 per vCPU and hour, $0.00445 per GB and hour; as known on 2026-11-21, second-hand from what others
 * quote of https://prices.azure.com/api/retail/prices?$filter=serviceName eq 'Container Instances'.
 * Price list: https://azure.microsoft.com/pricing/details/container-instances/
 */
const eastUs: Price = { vcpu: 0.0405 / 3600, gb: 0.00445 / 3600 };
/** Regions whose prices have been looked up; others are estimated by East US. */
const prices: Readonly<Record<string, Price>> = { eastus: eastUs };

interface PaidTime {
  readonly startedAt?: string | undefined;
  readonly finishedAt?: string | undefined;
}

/**
 * What a group has cost in USD, an estimate: all that its containers request, by the second, from the first pull to
 * the last end, or to `now` while it has none. https://learn.microsoft.com/azure/container-instances/container-instances-faq
 */
export function costOf(
  { startedAt, finishedAt }: PaidTime,
  { location, group }: { readonly location: string; readonly group: Group },
  now: Date,
): number {
  if (startedAt === undefined) return 0;
  const end = finishedAt === undefined ? now : new Date(finishedAt);
  const seconds = Math.max(0, Math.ceil((end.getTime() - new Date(startedAt).getTime()) / 1000));
  const price = prices[location] ?? eastUs;
  const perSecond = group.properties.containers.reduce((sum, { properties }) => {
    const { cpu, memoryInGB } = properties.resources.requests;
    return sum + cpu * price.vcpu + memoryInGB * price.gb;
  }, 0);
  return seconds * perSecond;
}
