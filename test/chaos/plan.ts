import type { ServiceName } from '../../local/launcher/service-names.ts';
import { type Fault, faults } from './faults.ts';
import { type Kind, kinds } from './kinds.ts';
import { seededRandom, shuffled } from './random.ts';

interface Kill {
  readonly victim: ServiceName;
  /** After the one before it has been replaced. */
  readonly afterMs: number;
}

/** What happens in one round: nothing else is left to chance but when exactly the processes come to it. */
export interface Round {
  readonly number: number;
  readonly kinds: readonly Kind[];
  readonly fault: Fault;
  /** The fault happens in the first alone; the second is for jobs for which that has no room. */
  readonly regions: readonly [string, string];
  readonly kills: readonly Kill[];
}

const victims = ['host', 'host', 'host', 'aci', 'aci', 'aci', 'event-grid', 'service-bus'] as const;
const jobsPerRound = 4;
const killsPerRound = 4;

/** Azure takes 100 creates in 5 minutes and 300 in an hour in each region, and jobs wait for that: rounds go round these. */
const regions = [
  ...['northeurope', 'eastus', 'eastus2', 'westus2', 'uksouth', 'westus3', 'centralus'],
  ...['japaneast', 'canadacentral', 'norwayeast', 'polandcentral', 'italynorth', 'eastasia'],
  ...['koreacentral', 'southeastasia', 'australiaeast', 'brazilsouth', 'uaenorth', 'centralindia'],
  'germanywestcentral',
];
/** One that had no room is left alone for minutes, and all of its next jobs go to the other one: these go round, too. */
const otherRegions = [
  ...['swedencentral', 'canadaeast', 'ukwest', 'japanwest', 'southindia', 'australiasoutheast'],
  ...['israelcentral', 'mexicocentral', 'northcentralus', 'southafricanorth', 'southcentralus'],
  ...['spaincentral', 'switzerlandnorth', 'westcentralus', 'westindia'],
];

/** The round of this number, with so many kills at most: the same for the same seed. */
export function roundOf(seed: number, number: number, mostKills: number): Round {
  const random = seededRandom(seed * 100_003 + number);
  const kills = Array.from({ length: Math.min(killsPerRound, mostKills) }, () => ({
    victim: victims[Math.floor(random() * victims.length)] ?? 'host',
    afterMs: Math.round(50 + random() * 1450),
  }));
  const [fault] = dealt(faults, 1, seed, number);
  const region = regions[number % regions.length];
  const other = otherRegions[number % otherRegions.length];
  if (!fault || region === undefined || other === undefined)
    throw new Error('There is no fault, or no region.');
  return {
    number,
    kinds: dealt(kinds, jobsPerRound, seed, number),
    fault,
    regions: [region, other],
    kills,
  };
}

/** The cards of one round, `count` of them: each comes once before any comes again. */
function dealt<T>(cards: readonly T[], count: number, seed: number, round: number): T[] {
  return Array.from({ length: count }, (_, index) => {
    const position = round * count + index;
    const deck = Math.floor(position / cards.length);
    const random = seededRandom(seed * 7919 + deck * 31 + cards.length);
    return shuffled(cards, random).slice(position % cards.length, (position % cards.length) + 1);
  }).flat();
}
