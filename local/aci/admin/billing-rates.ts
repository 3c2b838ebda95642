import { z } from 'zod';

const amount = z.number().nonnegative();

/** What a second costs, in US dollars. */
export const Rates = z.strictObject({
  vcpuSecond: amount,
  gbSecond: amount,
  /** The licence, on top. */
  windowsVcpuSecond: amount,
  /** The part of the price that a Spot group pays. */
  spotFactor: amount.max(1),
});
export type Rates = z.infer<typeof Rates>;

/** East US; other regions differ by some per cent: https://azure.microsoft.com/pricing/details/container-instances/ */
export const usualRates: Rates = {
  vcpuSecond: 0.00001125,
  gbSecond: 0.000001236,
  windowsVcpuSecond: 0.000012,
  // "Up to 70 %" less: https://learn.microsoft.com/azure/container-instances/container-instances-spot-containers-overview
  spotFactor: 0.3,
};

/** Rates of regions, by their names. */
export const RegionRates = z.record(z.string().regex(/^[a-z0-9]{2,40}$/), Rates);
export type RegionRates = z.infer<typeof RegionRates>;

interface BilledSize {
  readonly cpu: number;
  readonly memoryInGB: number;
  readonly osType: 'Linux' | 'Windows';
  readonly isSpot: boolean;
}

/** US dollars for so many seconds of a group of this size. */
export function cost(
  { cpu, memoryInGB, osType, isSpot }: BilledSize,
  seconds: number,
  { vcpuSecond, gbSecond, windowsVcpuSecond, spotFactor }: Rates,
): number {
  const licence = osType === 'Windows' ? cpu * windowsVcpuSecond : 0;
  const perSecond = cpu * vcpuSecond + memoryInGB * gbSecond + licence;
  return seconds * perSecond * (isSpot ? spotFactor : 1);
}
