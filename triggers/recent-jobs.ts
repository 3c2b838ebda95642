import type { JobStore } from '../clients/ports.ts';
import type { JobRow } from '../jobs/job-rows.ts';

const pageSize = 200;
const maxPages = 10;

/** The newest 2000 jobs: what the timers look after. Older ones are over, or a person has to look. */
export async function* recentJobs(store: Pick<JobStore, 'listJobs'>): AsyncGenerator<JobRow> {
  let continuation: string | undefined;
  for (let page = 0; page < maxPages; page += 1) {
    const found = await store.listJobs({
      limit: pageSize,
      ...(continuation !== undefined && { continuation }),
    });
    yield* found.jobs;
    continuation = found.continuation;
    if (continuation === undefined) return;
  }
}
