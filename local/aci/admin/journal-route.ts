import { z } from 'zod';
import { parseQuery } from '../http/parse-body.ts';
import type { Route } from '../http/route.ts';

const Query = z.object({
  since: z.coerce.number().int().nonnegative().optional(),
  group: z.string().optional(),
  kind: z.enum(['request', 'state']).optional(),
});

/** What happened, as JSON Lines. */
export const journalRoute: Route = {
  operation: 'Emulator_ReadJournal',
  method: 'GET',
  path: '/_emu/journal',
  guard: 'open',
  handle: ({ query }, { journal }) => ({
    status: 200,
    body: journal.read(parseQuery(query, Query)),
    headers: { 'content-type': 'application/x-ndjson' },
  }),
};
