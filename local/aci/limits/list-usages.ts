import { regionName } from '../model/region-name.ts';
import { paths } from '../http/paths.ts';
import { ok, type Route } from '../http/route.ts';
import { groupsIn, quotas, shareOf, totalShare } from './quotas.ts';

/** Live, and by the same count as the refusals; parts of cores are rounded up. */
export const listUsages: Route = {
  operation: 'Location_ListUsage',
  method: 'GET',
  guard: 'containerInstance',
  path: `${paths.location}/usages`,
  handle({ params }, { groups, settings, behaviour }) {
    const location = regionName(params.location);
    const here = groupsIn(location, groups).map(shareOf);
    return ok({
      value: quotas.map((quota) => ({
        id: `/subscriptions/${settings.subscriptionId}/providers/Microsoft.ContainerInstance/locations/${location}/usages/${quota.name}`,
        unit: 'Count',
        currentValue: Math.ceil(totalShare(here, quota)),
        limit: Math.floor(quota.limit(behaviour.current.limits)),
        name: { value: quota.name, localizedValue: quota.label },
      })),
    });
  },
};
