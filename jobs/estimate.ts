import { pricedAs, type PricedAs, sizeOf, usdPerSecond } from './cost.ts';
import { type Month, monthOf } from './month.ts';
import { groupOfTask, jobPlanOf, type PlanFile } from './plan-file.ts';
import { rounded } from './rounded.ts';

/** How long a task takes, in seconds, and how that is known, for people. */
export interface TaskTime {
  readonly seconds: number;
  readonly because: string;
}

/** What a job would take; nothing has been run for it. */
export interface Estimate {
  readonly region: string;
  readonly pricedAs: PricedAs;
  readonly tasks: number;
  /** `expected` is absent where nothing says how long a task takes; `most` is what the job's timeout allows. */
  readonly costUsd: { readonly expected?: number; readonly most: number };
  readonly minutes: { readonly expected?: number; readonly most: number };
  /** Of what is expected of a job, or else of the most; where it is said how often it runs. */
  readonly perMonth?: Month;
  /** What it needs at once of the subscription's quota in the region; `creates` are those of the whole job. */
  readonly quota: {
    readonly groups: number;
    readonly cores: number;
    readonly memoryInGB: number;
    readonly creates: number;
  };
  readonly assumptions: readonly string[];
}

/** From the creation of a group to the start of its containers: an image of some 100 MB that is not cached. */
const startSeconds = 30;
/** https://learn.microsoft.com/azure/container-instances/container-instances-resource-and-quota-limits */
const createsPerHour = 300;
/** A running group is looked at this often at least. */
const longestPollSeconds = 60;
const usualQuota =
  'the quota is at least what quota says: usual are 100 groups, and 10 to 100 cores, per subscription and region';

interface Asked {
  readonly time?: TaskTime | undefined;
  readonly runsPerDay?: number | undefined;
}

/** Money, minutes and quota of a planned job. Every attempt is the only one of its task. */
export function estimateOf(plan: PlanFile, { time, runsPerDay }: Asked = {}): Estimate {
  const sizes = sizesOf(plan);
  const { lanes, timeoutSeconds } = jobPlanOf(plan);
  const tasks = sizes.items + (sizes.reduce ? 1 : 0);
  const expected = time && expectedUsd(sizes, time);
  const most = mostUsd(plan, Math.max(lanes * sizes.item.usd, sizes.reduce?.usd ?? 0));
  return {
    region: plan.location,
    pricedAs: pricesOf(plan),
    tasks,
    costUsd: {
      ...(expected !== undefined && { expected: rounded(expected) }),
      most: rounded(most),
    },
    ...(runsPerDay !== undefined && { perMonth: monthOf(expected ?? most, runsPerDay) }),
    minutes: {
      ...(time && { expected: minutes(expectedSeconds(sizes, lanes, time)) }),
      most: minutes(timeoutSeconds),
    },
    quota: {
      groups: lanes,
      cores: Math.max(lanes * sizes.item.cpu, sizes.reduce?.cpu ?? 0),
      memoryInGB: Math.max(lanes * sizes.item.memoryInGB, sizes.reduce?.memoryInGB ?? 0),
      creates: tasks,
    },
    assumptions: assumptionsOf(plan, time),
  };
}

interface Size {
  readonly cpu: number;
  readonly memoryInGB: number;
  /** Per second. */
  readonly usd: number;
}

interface Sizes {
  readonly items: number;
  readonly item: Size;
  readonly reduce: Size | undefined;
}

function sizesOf(plan: PlanFile): Sizes {
  const { itemCount, hasReduce } = jobPlanOf(plan);
  const sizeOfTask = (task: number): Size => {
    const group = groupOfTask(plan, task);
    return { ...sizeOf(group), usd: usdPerSecond({ location: plan.location, group }) };
  };
  return {
    items: itemCount,
    item: sizeOfTask(0),
    reduce: hasReduce ? sizeOfTask(itemCount) : undefined,
  };
}

function expectedUsd({ items, item, reduce }: Sizes, { seconds }: TaskTime): number {
  return (startSeconds + seconds) * (items * item.usd + (reduce?.usd ?? 0));
}

/** All lanes busy until the timeout, or until a look finds that the budget is spent. */
function mostUsd(plan: PlanFile, usdPerSecond: number): number {
  const untilTimeout = jobPlanOf(plan).timeoutSeconds * usdPerSecond;
  const budget = plan.spec.budget?.usd ?? Infinity;
  return Math.min(untilTimeout, budget + longestPollSeconds * usdPerSecond);
}

/** The longest lane, or what the rate of creates allows, and after it the reduce. */
function expectedSeconds({ items, reduce }: Sizes, lanes: number, { seconds }: TaskTime): number {
  const one = startSeconds + seconds;
  const longestLane = Math.ceil(items / lanes) * one;
  const lastCreate = (Math.max(0, items - createsPerHour) / createsPerHour) * 3600 + one;
  return Math.max(longestLane, lastCreate) + (reduce ? one : 0);
}

function pricesOf(plan: PlanFile): PricedAs {
  const { reduce } = plan.spec;
  return pricedAs(plan.location, [groupOfTask(plan, 0), ...(reduce ? [reduce.group] : [])]);
}

function assumptionsOf(plan: PlanFile, time: TaskTime | undefined): string[] {
  const { region, isStandIn, prices } = pricesOf(plan);
  const days = prices.map(
    ({ what, asOf }) => `${what} ${asOf === undefined ? 'of an unknown day' : `as of ${asOf}`}`,
  );
  const price = `list prices in USD of ${region}, without tax and discounts: ${days.join(', ')}`;
  return [
    isStandIn ? `no price of ${plan.location} is known here: ${price} stand in for it` : price,
    time
      ? `a task runs for ${rounded(time.seconds)} s: ${time.because}`
      : 'how long a task takes is not known: say it with ?secondsPerTask=',
    `a group is paid for ${startSeconds} s before its containers start`,
    'no attempt is repeated, and the group of a job that is out of time is deleted at once',
    `Azure lets a subscription create ${createsPerHour} groups an hour`,
    usualQuota,
  ];
}

function minutes(seconds: number): number {
  return Math.round(seconds / 6) / 10;
}
