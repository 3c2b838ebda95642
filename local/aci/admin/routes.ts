import { z } from 'zod';
import { parseBody } from '../http/parse-body.ts';
import { ok, type Route } from '../http/route.ts';
import { FaultRequest } from './fault-request.ts';

const ClockRequest = z.strictObject({
  advanceSeconds: z
    .number()
    .positive()
    .max(366 * 24 * 3600),
});

/** The emulator's own controls; Azure has none of them. */
export const adminRoutes: readonly Route[] = [
  {
    operation: 'Emulator_ReadJournal',
    method: 'GET',
    path: '/_emu/journal',
    guard: 'open',
    handle: (_request, { journal }) => ({
      status: 200,
      body: journal.read(),
      headers: { 'content-type': 'application/x-ndjson' },
    }),
  },
  {
    operation: 'Emulator_AdvanceClock',
    method: 'POST',
    path: '/_emu/clock',
    guard: 'open',
    handle: async ({ text }, { clock, store }) => {
      await clock.advance(parseBody(text, ClockRequest).advanceSeconds * 1000);
      store.saveLatestTime(clock.now());
      return ok({ now: clock.now().toISOString() });
    },
  },
  {
    operation: 'Emulator_AddFault',
    method: 'POST',
    path: '/_emu/faults',
    guard: 'open',
    handle: ({ text }, { faults }) => ({
      status: 201,
      body: faults.add(parseBody(text, FaultRequest)),
    }),
  },
  {
    operation: 'Emulator_ListFaults',
    method: 'GET',
    path: '/_emu/faults',
    guard: 'open',
    handle: (_request, { faults }) => ok({ value: faults.list() }),
  },
  {
    operation: 'Emulator_ClearFaults',
    method: 'DELETE',
    path: '/_emu/faults',
    guard: 'open',
    handle: (_request, { faults }) => {
      faults.clear();
      return { status: 204 };
    },
  },
  {
    operation: 'Emulator_ReadCa',
    method: 'GET',
    path: '/_emu/ca.pem',
    guard: 'open',
    handle: (_request, { settings }) => ({ status: 200, body: settings.caCertificate }),
  },
];
