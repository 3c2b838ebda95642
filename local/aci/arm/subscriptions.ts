import type { EmulatorSettings } from '../emulator.ts';
import { paths } from '../http/paths.ts';
import { ok, type Route } from '../http/route.ts';

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
    operation: 'Tenants_List',
    path: paths.tenants,
    handle: (_request, { settings: { tenantId } }) =>
      ok({ value: [{ id: `/tenants/${tenantId}`, tenantId, displayName: 'Local tenant' }] }),
  },
];
