import type { Artifacts } from '../clients/ports.ts';
import type { JobSpec } from '../jobs/job-spec.ts';
import { maxItems } from '../jobs/spec/fan-out.ts';

/** How many items there are; and their JSON texts, where the spec does not say them by two numbers. */
export type Items = {
  readonly count: number;
  readonly texts?: readonly string[];
  readonly problem?: undefined;
};

/** The items of a job as they are now. */
export async function listItems(
  artifacts: Pick<Artifacts, 'listBlobs'>,
  { fanOut }: JobSpec,
): Promise<Items | { readonly problem: string }> {
  if (!fanOut) return { count: 1 };
  const { items } = fanOut;
  if ('from' in items) return { count: items.to - items.from + 1 };
  if (Array.isArray(items)) return listed(items);
  const { container, prefix } = items.blobs;
  const urls = await artifacts.listBlobs(container, prefix, maxItems + 1);
  if (urls.length === 0) return { problem: `no blob lies below ${container}/${prefix}` };
  return urls.length > maxItems
    ? { problem: `more than ${maxItems} blobs lie below ${container}/${prefix}` }
    : listed(urls);
}

function listed(items: readonly unknown[]): Items {
  return { count: items.length, texts: items.map((item) => JSON.stringify(item)) };
}
