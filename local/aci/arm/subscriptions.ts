import type { EmulatorSettings } from '../emulator.ts';
import { paths } from '../http/paths.ts';
import { ok, type Route } from '../http/route.ts';
import { regions } from './regions.ts';

function subscription({ subscriptionId, tenantId }: EmulatorSettings): object {
  return {
    id: `/subscriptions/${subscriptionId}`,
    subscriptionId,
    tenantId,
    displayName: 'Local subscription',
    state: 'Enabled',
  };
}

const get = { method: 'GET', guard: 'arm' } as const;

/** https://learn.microsoft.com/rest/api/resources/subscriptions */
export const subscriptionRoutes: readonly Route[] = [
  {
    ...get,
    operation: 'Subscriptions_List',
    path: paths.subscriptions,
    handle: (_request, { settings }) => ok({ value: [subscription(settings)] }),
  },
  {
    ...get,
    operation: 'Subscriptions_Get',
    path: paths.subscription,
    handle: (_request, { settings }) => ok(subscription(settings)),
  },
  {
    ...get,
    operation: 'Subscriptions_ListLocations',
    path: `${paths.subscription}/locations`,
    handle: (_request, { settings: { subscriptionId } }) =>
      ok({
        value: [...regions].map(([name, displayName]) => ({
          id: `/subscriptions/${subscriptionId}/locations/${name}`,
          name,
          type: 'Region',
          displayName,
          regionalDisplayName: displayName,
          metadata: { regionType: 'Physical', regionCategory: 'Recommended' },
        })),
      }),
  },
  {
    ...get,
    operation: 'Tenants_List',
    path: paths.tenants,
    handle: (_request, { settings: { tenantId } }) =>
      ok({ value: [{ id: `/tenants/${tenantId}`, tenantId, displayName: 'Local tenant' }] }),
  },
];
