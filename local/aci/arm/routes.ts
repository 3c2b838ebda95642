import type { Route } from '../http/route.ts';
import { listOperations } from './list-operations.ts';
import { providerRoutes } from './provider.ts';
import { resourceGroupRoutes } from './resource-groups.ts';
import { resourceRoutes } from './resources.ts';
import { subscriptionRoutes } from './subscriptions.ts';

export const armRoutes: readonly Route[] = [
  ...subscriptionRoutes,
  ...resourceGroupRoutes,
  ...resourceRoutes,
  ...providerRoutes,
  listOperations,
];
