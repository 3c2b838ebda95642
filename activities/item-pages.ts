import type { Artifacts } from '../clients/ports.ts';
import { itemsOfTask, type PlanFile } from '../jobs/plan-file.ts';

type Files = Pick<Artifacts, 'readJobFile' | 'saveJobFile'>;

/** Items on a page, or those of one task if it has more: nobody reads all items to find one. */
const pageSize = 100;

/** Keeps the JSON texts of all items of a plan, so that those of a task lie on one page. */
export async function saveItems(
  files: Files,
  jobId: string,
  plan: PlanFile,
  texts: readonly string[],
): Promise<void> {
  const each = itemsPerPage(plan);
  for (let first = 0; first < texts.length; first += each) {
    const lines = texts.slice(first, first + each);
    await files.saveJobFile(jobId, nameOf(first / each), `${lines.join('\n')}\n`);
  }
}

/** A list of items need not be read with the plan by everybody: its place is that of their numbers. */
export function withoutItems(plan: PlanFile): PlanFile {
  const { spec, items, itemCount } = plan;
  const { fanOut } = spec;
  if (!fanOut || !Array.isArray(fanOut.items)) return { ...plan, hasPages: true };
  const numbers = { from: 0, to: (items ?? itemCount) - 1 };
  return { ...plan, spec: { ...spec, fanOut: { ...fanOut, items: numbers } }, hasPages: true };
}

/** JSON texts of the items of a task, in their order; undefined for one that has none, such as the reduce. */
export async function readItems(
  files: Files,
  jobId: string,
  plan: PlanFile,
  task: number,
): Promise<string[] | undefined> {
  const { fanOut } = plan.spec;
  if (!fanOut || task >= plan.itemCount) return undefined;
  const { from, to } = itemsOfTask(plan, task);
  const { items } = fanOut;
  if (!plan.hasPages && 'from' in items)
    return Array.from({ length: to - from }, (_, index) => String(items.from + from + index));
  const each = plan.hasPages ? itemsPerPage(plan) : Infinity;
  const page = plan.hasPages ? Math.floor(from / each) : 0;
  const name = plan.hasPages ? nameOf(page) : 'items.jsonl';
  const text = await files.readJobFile(plan.retryOf?.[0] ?? jobId, name);
  const start = plan.hasPages ? from - page * each : from;
  const found =
    text
      ?.trimEnd()
      .split('\n')
      .slice(start, start + to - from) ?? [];
  if (found.length < to - from) throw new Error(`Job ${jobId} has no item ${from} in ${name}.`);
  return found;
}

function itemsPerPage({ spec }: PlanFile): number {
  const perTask = spec.fanOut?.itemsPerGroup ?? 1;
  return Math.max(1, Math.floor(pageSize / perTask)) * perTask;
}

function nameOf(page: number): string {
  return `items/${page}.jsonl`;
}
