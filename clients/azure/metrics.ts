import type { TokenCredential } from '@azure/identity';
import { z } from 'zod';
import type { MeasuredUse } from '../../jobs/advice.ts';
import type { Target } from '../../jobs/group-plan.ts';
import type { Metrics, TimeSpan } from '../ports.ts';
import type { ArmOptions } from './arm-clients.ts';

const timeoutMs = 10_000;

const Series = z.object({
  metadatavalues: z
    .array(z.object({ name: z.object({ value: z.string() }), value: z.string() }))
    .default([]),
  /** Minutes of which nothing is known have no value. */
  data: z.array(z.object({ maximum: z.number().nullish() })).default([]),
});

const Reply = z.object({
  value: z.array(
    z.object({ name: z.object({ value: z.string() }), timeseries: z.array(Series).default([]) }),
  ),
});
type Reply = z.infer<typeof Reply>;

/** Azure Monitor's metrics of container groups: https://learn.microsoft.com/rest/api/monitor/metrics/list */
export class AzureMetrics implements Metrics {
  private readonly endpoint: string;
  private readonly credential: TokenCredential;

  constructor({ endpoint, credential }: ArmOptions) {
    this.endpoint = endpoint;
    this.credential = credential;
  }

  /** One request, whatever comes of it: advice is not worth another. */
  async measured(target: Target, name: string, span: TimeSpan): Promise<MeasuredUse[]> {
    const token = await this.credential.getToken(`${this.endpoint}/.default`);
    if (!token) throw new Error('There is no token for metrics.');
    const minutes = minutesPerPoint(span);
    const response = await fetch(this.urlOf(target, name, { span, minutes }), {
      headers: { authorization: `Bearer ${token.token}` },
      signal: AbortSignal.timeout(timeoutMs),
    });
    if (!response.ok) {
      await response.body?.cancel();
      throw new Error(`The metrics of ${name} were answered with ${response.status}.`);
    }
    return measuredOf(Reply.parse(await response.json()), minutes);
  }

  private urlOf(
    { subscriptionId, resourceGroup }: Target,
    name: string,
    { span: { from, to }, minutes }: { readonly span: TimeSpan; readonly minutes: number },
  ): URL {
    const group = `subscriptions/${encodeURIComponent(subscriptionId)}/resourceGroups/${encodeURIComponent(resourceGroup)}/providers/Microsoft.ContainerInstance/containerGroups/${encodeURIComponent(name)}`;
    const url = new URL(`${this.endpoint}/${group}/providers/Microsoft.Insights/metrics`);
    url.search = new URLSearchParams({
      'api-version': '2018-01-01',
      metricnames: 'CpuUsage,MemoryUsage',
      aggregation: 'Maximum',
      interval: minutes === 60 ? 'PT1H' : `PT${minutes}M`,
      timespan: `${from.toISOString()}/${to.toISOString()}`,
      $filter: "containerName eq '*'",
    }).toString();
    return url;
  }
}

/** Some hundred points at most. */
function minutesPerPoint({ from, to }: TimeSpan): 1 | 15 | 60 {
  const hours = (to.getTime() - from.getTime()) / 3_600_000;
  if (hours <= 4) return 1;
  return hours <= 48 ? 15 : 60;
}

/** What one of them is worth is their highest: https://learn.microsoft.com/azure/azure-monitor/reference/supported-metrics/microsoft-containerinstance-containergroups-metrics */
const units = { cpuusage: ['cpu', 1000], memoryusage: ['memoryInGB', 1024 ** 3] } as const;

function measuredOf({ value }: Reply, minutesPerPoint: number): MeasuredUse[] {
  const found = new Map<string, MeasuredUse>();
  for (const { name, timeseries } of value) {
    const metric = name.value.toLowerCase();
    if (metric !== 'cpuusage' && metric !== 'memoryusage') continue;
    const [what, unit] = units[metric];
    for (const { metadatavalues, data } of timeseries) {
      const container = metadatavalues.find(
        (meta) => meta.name.value.toLowerCase() === 'containername',
      )?.value;
      const values = data.flatMap(({ maximum }) => maximum ?? []);
      if (container === undefined || values.length === 0) continue;
      const before = found.get(container);
      const minutes = values.length * minutesPerPoint;
      found.set(container, {
        container,
        ...before,
        // The metric that was measured for less.
        minutes: Math.min(before?.minutes ?? minutes, minutes),
        [what]: Math.max(...values) / unit,
      });
    }
  }
  return [...found.values()];
}
