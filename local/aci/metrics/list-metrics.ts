import { requireResourceGroup } from '../arm/resource-groups.ts';
import type { UsageMinute } from '../container-groups/container-backend.ts';
import { requireVisibleGroup } from '../container-groups/visible-group.ts';
import type { Emulator } from '../emulator.ts';
import { paths } from '../http/paths.ts';
import { ok, type Route } from '../http/route.ts';
import { errors } from '../model/errors.ts';
import type { GroupRecord } from '../model/group-record.ts';
import { metrics, type MetricsQuery, readMetricsQuery } from './metrics-query.ts';
import { points } from './points.ts';

/** What containers have used, by https://learn.microsoft.com/rest/api/monitor/metrics/list. Without Azure's delay of minutes. */
export const listMetrics: Route = {
  operation: 'Metrics_List',
  method: 'GET',
  guard: 'arm',
  path: `${paths.group}/providers/microsoft.insights/metrics`,
  handle(request, emulator) {
    requireResourceGroup(request, emulator);
    const group = requireVisibleGroup(request, emulator);
    const query = readMetricsQuery(request.query, emulator.clock.now());
    const used = usageOf(group, query, emulator);
    const id = `/subscriptions/${group.subscriptionId}/resourceGroups/${group.resourceGroup}/providers/Microsoft.ContainerInstance/containerGroups/${group.name}`;
    return ok({
      cost: 0,
      timespan: `${query.from.toISOString()}/${query.to.toISOString()}`,
      interval: query.interval,
      value: query.names.map((name) => ({
        id: `${id}/providers/Microsoft.Insights/metrics/${name}`,
        type: 'Microsoft.Insights/metrics',
        name: { value: name, localizedValue: metrics[name].label },
        displayDescription: metrics[name].description,
        unit: metrics[name].unit,
        timeseries: used.map(({ container, minutes }) => ({
          metadatavalues:
            container === undefined
              ? []
              : [
                  {
                    name: { value: 'containername', localizedValue: 'containername' },
                    value: container,
                  },
                ],
          data: points(minutes, metrics[name].of, query),
        })),
        errorCode: 'Success',
      })),
      namespace: 'Microsoft.ContainerInstance/containerGroups',
      resourceregion: group.body.location,
    });
  },
};

interface Used {
  /** Undefined: all of them together. */
  readonly container: string | undefined;
  readonly minutes: readonly UsageMinute[];
}

/** Of the newest run of each container, of one of them, or of all together; only of those that have been looked at. */
function usageOf(group: GroupRecord, { container }: MetricsQuery, { backend }: Emulator): Used[] {
  if (!backend.usage) throw errors.notImplemented(`Metrics_List with ${backend.name}`);
  const isAsked = (name: string) => [undefined, '*', name].includes(container);
  const used = group.containers
    .filter(({ name, run }) => run > 0 && isAsked(name))
    .map(({ name, run }) => ({
      container: name,
      minutes: backend.usage?.({ groupUid: group.uid, container: name, run }) ?? [],
    }))
    .filter(({ minutes }) => minutes.length > 0);
  if (container !== undefined || used.length === 0) return used;
  return [{ container: undefined, minutes: used.flatMap(({ minutes }) => minutes) }];
}
