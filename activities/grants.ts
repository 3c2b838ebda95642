import { toArray } from '../clients/queries/to-array.ts';
import type { TaskGrants } from '../jobs/make-group-plan.ts';
import type { Attempt } from '../jobs/attempt.ts';
import type { PlanFile } from '../jobs/plan-file.ts';
import { itemsPrefix, resultsPrefix, writtenByWinners, type Written } from '../jobs/results.ts';
import type { Deps } from './deps.ts';
import { readItems } from './item-pages.ts';
import { itemNumbers } from './task-items.ts';

interface GrantOptions {
  readonly plan: PlanFile;
  readonly attempt: Attempt;
  readonly expiresOn: Date;
}

type Grants = (TaskGrants & { readonly problem?: undefined }) | { readonly problem: string };

/** One variable of a Linux process holds 128 KB: https://man7.org/linux/man-pages/man2/execve.2.html */
const maxInputUrlsLength = 120_000;
const maxResults = 20_000;
/** A list of items up to this length is also given as text. */
const maxItemsLength = 16_384;

/** Everything that a task may read and write, signed. */
export async function grantsFor(deps: Deps, options: GrantOptions): Promise<Grants> {
  const { artifacts } = deps;
  const { plan, attempt, expiresOn } = options;
  const items = await itemsOf(deps, options);
  const inputs = await inputsOf(deps, options, items);
  const inputUrls = await Promise.all(inputs.map((url) => artifacts.signRead(url, expiresOn)));
  const length = JSON.stringify(inputUrls).length;
  if (length > maxInputUrlsLength)
    return {
      problem: `${inputUrls.length} inputs are too many: INPUT_URLS would be ${length} long`,
    };
  const prefix = artifacts.resultsUrl(resultsPrefix(plan, attempt));
  const outputUrl = await artifacts.signWrite(prefix, expiresOn);
  if (plan.items === undefined) return { item: items?.[0], inputUrls, outputUrl };
  return { ...(items && (await listOf(deps, options, items))), inputUrls, outputUrl };
}

/** JSON texts of the items that the task is to be given. */
async function itemsOf(
  { artifacts, store }: Deps,
  { plan, attempt: { jobId, task } }: GrantOptions,
): Promise<string[] | undefined> {
  const all = await readItems(artifacts, jobId, plan, task);
  if (!all || plan.items === undefined || !plan.retryOf) return all;
  return (await itemNumbers(store, plan, task)).flatMap((number) => all[number] ?? []);
}

/** Several items are a JSON list: always as a blob, and as text where it is short. */
async function listOf(
  { artifacts }: Deps,
  { attempt: { jobId, task, attempt }, expiresOn }: GrantOptions,
  items: readonly string[],
): Promise<Pick<TaskGrants, 'items' | 'itemsUrl'>> {
  const list = `[${items.join(',')}]`;
  const url = await artifacts.saveJobFile(jobId, `given/${task}-${attempt}.json`, list);
  const itemsUrl = await artifacts.signRead(url, expiresOn);
  return list.length > maxItemsLength ? { itemsUrl } : { items: list, itemsUrl };
}

/** The reduce reads what the items wrote; an item that is a blob comes before the inputs that all of them read. */
async function inputsOf(
  { artifacts, store }: Deps,
  { plan, attempt: { jobId, task } }: GrantOptions,
  given: readonly string[] | undefined,
): Promise<string[]> {
  const shared = plan.spec.artifacts?.inputs ?? [];
  const items = plan.spec.fanOut?.items;
  if (task < plan.itemCount)
    return items && 'blobs' in items && given
      ? [...given.map((item) => String(JSON.parse(item))), ...shared]
      : shared;
  const jobs = [...(plan.retryOf ?? []), jobId].map(async (id): Promise<Written> => {
    const prefix = itemsPrefix(plan, id);
    return {
      tasks: await toArray(store.listTasks(id)),
      urls: await artifacts.listResults(prefix, maxResults),
      itemsUrl: artifacts.resultsUrl(prefix),
    };
  });
  return writtenByWinners(await Promise.all(jobs));
}
