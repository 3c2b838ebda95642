import { parseBody } from '../http/parse-body.ts';
import { ok, type Route } from '../http/route.ts';
import { FaultRequest } from './fault-request.ts';

const faults = { path: '/_emu/faults', guard: 'open' } as const;

/** Failures on demand. */
export const faultRoutes: readonly Route[] = [
  {
    ...faults,
    operation: 'Emulator_AddFault',
    method: 'POST',
    handle: ({ text }, emulator) => ({
      status: 201,
      body: emulator.faults.add(parseBody(text, FaultRequest)),
    }),
  },
  {
    ...faults,
    operation: 'Emulator_ListFaults',
    method: 'GET',
    handle: (_request, emulator) => ok({ value: emulator.faults.list() }),
  },
  {
    ...faults,
    operation: 'Emulator_ClearFaults',
    method: 'DELETE',
    handle: (_request, emulator) => {
      emulator.faults.clear();
      return { status: 204 };
    },
  },
];
