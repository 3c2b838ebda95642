import type { Route } from '../http/route.ts';
import { authorityRoutes } from './authority.ts';
import { managedIdentityRoutes } from './managed-identity.ts';

export const identityRoutes: readonly Route[] = [...managedIdentityRoutes, ...authorityRoutes];
