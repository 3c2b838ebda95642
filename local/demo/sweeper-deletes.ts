import { TableClient } from '@azure/data-tables';
import { DefaultAzureCredential } from '@azure/identity';
import { z } from 'zod';
import type { Ready } from '../support/service.ts';

const Total = z.object({ deletes: z.int() });

/** How many groups the app's sweeper has deleted since the stack was new: none, when every job cleaned up after itself. */
export async function countSweeperDeletes(ready: Ready): Promise<number> {
  const table = new TableClient(ready['table'] ?? '', 'jobs', new DefaultAzureCredential());
  const rows = table.listEntities({ queryOptions: { filter: "PartitionKey eq 'sweeper'" } });
  let deletes = 0;
  for await (const row of rows) deletes += Total.parse(row).deletes;
  return deletes;
}
