import type { Route } from '../http/route.ts';
import { providerRoutes } from './provider.ts';
import { resourceGroupRoutes } from './resource-groups.ts';
import { subscriptionRoutes } from './subscriptions.ts';

export const armRoutes: readonly Route[] = [
  ...subscriptionRoutes,
  ...resourceGroupRoutes,
  ...providerRoutes,
];
