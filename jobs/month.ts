import { type PriceSource, smallVm } from './prices/price-table.ts';
import { rounded } from './rounded.ts';

/** As Azure's price calculator counts: the hours of a year by twelve. */
const hoursPerMonth = 730;

/** A month of the same work, beside a small virtual machine that stands ready for it all the time. */
export interface Month extends PriceSource {
  readonly runs: number;
  readonly costUsd: number;
  /** The machine of `source` and `asOf`, in that region. */
  readonly vm: string;
  readonly vmRegion: string;
  readonly vmCostUsd: number;
  /** With more runs a day the machine costs less, if it can do them; absent where a run costs nothing. */
  readonly vmPaysFromRunsPerDay?: number;
}

/** What runs of `usdPerRun` each, so many a day, cost in a month. The machine's disk, address and care are not counted. */
export function monthOf(usdPerRun: number, runsPerDay: number): Month {
  const { size, region, usdPerHour, asOf, source } = smallVm;
  const days = hoursPerMonth / 24;
  const vmCostUsd = usdPerHour * hoursPerMonth;
  return {
    runs: rounded(runsPerDay * days, 10),
    costUsd: rounded(runsPerDay * days * usdPerRun, 10_000),
    vm: size,
    vmRegion: region,
    vmCostUsd: rounded(vmCostUsd, 100),
    ...(usdPerRun > 0 && { vmPaysFromRunsPerDay: rounded(vmCostUsd / days / usdPerRun, 10) }),
    ...(asOf !== undefined && { asOf }),
    source,
  };
}
