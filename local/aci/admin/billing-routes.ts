import { z } from 'zod';
import { parseBody, parseQuery } from '../http/parse-body.ts';
import { ok, type Route } from '../http/route.ts';
import { RegionRates } from './billing-rates.ts';

const Query = z.object({ group: z.string().optional() });

/** What the groups have cost so far. */
export const billingRoutes: readonly Route[] = [
  {
    operation: 'Emulator_ReadBilling',
    method: 'GET',
    path: '/_emu/billing',
    guard: 'open',
    handle: ({ query }, { billing, clock }) =>
      ok(billing.read(clock.now(), parseQuery(query, Query).group)),
  },
  {
    operation: 'Emulator_SetRates',
    method: 'PUT',
    path: '/_emu/billing/rates',
    guard: 'open',
    handle({ text }, { billing }) {
      billing.setRates(parseBody(text, RegionRates));
      return { status: 204 };
    },
  },
];
