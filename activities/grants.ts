import type { TaskGrants } from '../jobs/make-group-plan.ts';
import type { Attempt } from '../jobs/attempt.ts';
import type { PlanFile } from '../jobs/plan-file.ts';
import { itemsPrefix, resultsPrefix, writtenByWinners } from '../jobs/results.ts';
import type { Deps } from './deps.ts';
import { readItem } from './job-files.ts';
import { toArray } from './to-array.ts';

interface GrantOptions {
  readonly plan: PlanFile;
  readonly attempt: Attempt;
  readonly expiresOn: Date;
}

type Grants = (TaskGrants & { readonly problem?: undefined }) | { readonly problem: string };

/** One variable of a Linux process holds 128 KB: https://man7.org/linux/man-pages/man2/execve.2.html */
const maxInputUrlsLength = 120_000;
const maxResults = 20_000;

/** Everything that a task may read and write, signed. */
export async function grantsFor(deps: Deps, options: GrantOptions): Promise<Grants> {
  const { artifacts } = deps;
  const { plan, attempt, expiresOn } = options;
  const { jobId, task } = attempt;
  const item = await readItem(artifacts, jobId, plan, task);
  const inputs = await inputsOf(deps, options, item);
  const inputUrls = await Promise.all(inputs.map((url) => artifacts.signRead(url, expiresOn)));
  const length = JSON.stringify(inputUrls).length;
  if (length > maxInputUrlsLength)
    return {
      problem: `${inputUrls.length} inputs are too many: INPUT_URLS would be ${length} long`,
    };
  const prefix = artifacts.resultsUrl(resultsPrefix(plan, attempt));
  return { item, inputUrls, outputUrl: await artifacts.signWrite(prefix, expiresOn) };
}

/** The reduce reads what the items wrote; an item that is a blob comes before the inputs that all of them read. */
async function inputsOf(
  { artifacts, store }: Deps,
  { plan, attempt: { jobId, task } }: GrantOptions,
  item: string | undefined,
): Promise<string[]> {
  const shared = plan.spec.artifacts?.inputs ?? [];
  const items = plan.spec.fanOut?.items;
  if (task < plan.itemCount)
    return items && 'blobs' in items && item !== undefined
      ? [String(JSON.parse(item)), ...shared]
      : shared;
  const prefix = itemsPrefix(plan, jobId);
  const urls = await artifacts.listResults(prefix, maxResults);
  const rows = await toArray(store.listTasks(jobId));
  return writtenByWinners(rows, { urls, itemsUrl: artifacts.resultsUrl(prefix) });
}
