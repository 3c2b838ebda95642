import type { Measure, UsageMinute } from '../container-groups/container-backend.ts';
import { errors } from '../model/errors.ts';

interface Metric {
  readonly label: string;
  readonly description: string;
  readonly unit: 'Count' | 'Bytes';
  readonly of: (minute: UsageMinute) => Measure | undefined;
}

export type MetricName = 'CpuUsage' | 'MemoryUsage';

/** https://learn.microsoft.com/azure/azure-monitor/reference/supported-metrics/microsoft-containerinstance-containergroups-metrics */
export const metrics: Readonly<Record<MetricName, Metric>> = {
  CpuUsage: {
    label: 'CPU Usage',
    description: 'CPU usage on all cores in millicores.',
    unit: 'Count',
    of: ({ cpuMillicores }) => cpuMillicores,
  },
  MemoryUsage: {
    label: 'Memory Usage',
    description: 'Total memory usage in byte.',
    unit: 'Bytes',
    of: ({ memoryBytes }) => memoryBytes,
  },
};

const intervals = {
  PT1M: 1,
  PT5M: 5,
  PT15M: 15,
  PT30M: 30,
  PT1H: 60,
  PT6H: 360,
  PT12H: 720,
} as const;
type Interval = keyof typeof intervals;

const aggregations = ['average', 'minimum', 'maximum'] as const;
export type Aggregation = (typeof aggregations)[number];

export interface MetricsQuery {
  readonly names: readonly MetricName[];
  readonly aggregations: readonly Aggregation[];
  readonly from: Date;
  readonly to: Date;
  readonly interval: Interval;
  readonly intervalMinutes: number;
  /** `*`: each by itself; undefined: all together. */
  readonly container: string | undefined;
}

/** The query of a request. What Azure has and this has not is refused by its name. */
export function readMetricsQuery(query: URLSearchParams, now: Date): MetricsQuery {
  const interval = query.get('interval') ?? 'PT1M';
  if (!isInterval(interval))
    throw badQuery('interval', `It has to be ${Object.keys(intervals).join(', ')}.`);
  for (const name of ['top', 'orderby', 'resultType', 'rollupby'])
    if (query.has(name)) throw errors.notImplemented(`Metrics_List with ${name}`);
  return {
    names: listOf(query, 'metricnames', 'CpuUsage').map(nameOf),
    aggregations: listOf(query, 'aggregation', 'Average').map(aggregationOf),
    ...spanOf(query.get('timespan'), now),
    interval,
    intervalMinutes: intervals[interval],
    container: containerOf(query.get('$filter')),
  };
}

function listOf(query: URLSearchParams, name: string, usual: string): string[] {
  return (query.get(name) ?? usual).split(',').map((part) => part.trim());
}

function nameOf(given: string): MetricName {
  const name = (['CpuUsage', 'MemoryUsage'] as const).find(
    (known) => known.toLowerCase() === given.toLowerCase(),
  );
  if (name) return name;
  if (/^networkbytes/i.test(given)) throw errors.notImplemented(`the metric ${given}`);
  throw badQuery('metricnames', `'${given}' is no metric of container groups.`);
}

function aggregationOf(given: string): Aggregation {
  const found = aggregations.find((known) => known === given.toLowerCase());
  if (found) return found;
  throw badQuery('aggregation', `It has to be of ${aggregations.join(', ')}.`);
}

/** `from/to`; the last hour where it does not say. */
function spanOf(timespan: string | null, now: Date): { from: Date; to: Date } {
  if (timespan === null) return { from: new Date(now.getTime() - 3_600_000), to: now };
  const [from = NaN, to = NaN, ...more] = timespan.split('/').map((part) => Date.parse(part));
  if (more.length > 0 || !(from < to))
    throw badQuery('timespan', 'It has to be two times, from/to.');
  return { from: new Date(from), to: new Date(to) };
}

function containerOf(filter: string | null): string | undefined {
  if (filter === null) return undefined;
  const name = /^\s*containerName\s+eq\s+'([^']*)'\s*$/i.exec(filter)?.[1];
  if (name === undefined) throw errors.notImplemented(`Metrics_List with the filter ${filter}`);
  return name;
}

function isInterval(text: string): text is Interval {
  return Object.hasOwn(intervals, text);
}

function badQuery(target: string, message: string) {
  return errors.invalidRequest([{ code: 'InvalidQueryParameter', target, message }]);
}
