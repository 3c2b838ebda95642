import type { Route } from '../http/route.ts';
import { billingRoutes } from './billing-routes.ts';
import { clockRoute } from './clock-route.ts';
import { faultRoutes } from './fault-routes.ts';
import { journalRoute } from './journal-route.ts';
import { resetRoute } from './reset-route.ts';

/** The emulator's own controls; Azure has none of them. */
export const adminRoutes: readonly Route[] = [
  ...faultRoutes,
  ...billingRoutes,
  journalRoute,
  clockRoute,
  resetRoute,
  {
    operation: 'Emulator_ReadCa',
    method: 'GET',
    path: '/_emu/ca.pem',
    guard: 'open',
    handle: (_request, { settings }) => ({ status: 200, body: settings.caCertificate }),
  },
];
