import type { ActivityHandler } from 'durable-functions';
import type { Attempt } from '../jobs/attempt.ts';
import * as contracts from '../jobs/contracts.ts';
import { costOf } from '../jobs/cost.ts';
import { endsOfGroup } from '../jobs/group-outcome.ts';
import type { GroupState } from '../jobs/group-state.ts';
import { groupOfTask, type PlanFile } from '../jobs/plan-file.ts';
import { isItem, itemsPrefix, ownResults, resultsPrefix } from '../jobs/results.ts';
import type { Deps } from './deps.ts';
import { implement } from './implement.ts';
import { planOfRunning } from './job-files.ts';
import { measureUse } from './measure-use.ts';
import { learnPace } from './pace.ts';
import { archiveLogs } from './read-log.ts';

const maxOutputBytes = 64 * 1024;
/** So many are kept by name, within a table's 64 KB per column; all of them stay where they are. */
const maxResults = 100;
/** The reduce's own lie beside the folders of 10,000 items. */
const maxListed = 20_000;

export function collectAttempt(deps: Deps): ActivityHandler {
  const { artifacts, store, now } = deps;
  return implement(contracts.collectAttempt, async ({ group, region, withoutLogs, ...attempt }) => {
    const { jobId, task } = attempt;
    const plan = await planOfRunning(artifacts, jobId);
    const found = await resultsOf(deps, plan, attempt);
    // Items hand theirs to the reduce; the job's output is one.
    const output = isItem(plan, task) ? undefined : await outputOf(deps, found);
    const location = region ?? plan.location;
    const used = await measureUse(deps, plan, attempt, { group, location });
    await store.putTask(jobId, task, {
      results: found.slice(0, maxResults),
      ...(!withoutLogs && { logs: await archiveLogs(deps, plan, attempt) }),
      accruedUsd: 0,
      ...(await costsWith(deps, attempt, costOfGroup(plan, { group, location, task }, now()))),
      containers: [...endsOfGroup(group)],
      ...(output !== undefined && { output }),
      ...(used && { used }),
    });
    await learnPace(deps, plan, task, group);
    return null;
  });
}

interface Ran {
  readonly group: GroupState;
  readonly location: string;
  readonly task: number;
}

function costOfGroup(plan: PlanFile, { group, location, task }: Ran, now: Date): number {
  const placed = { location, group: groupOfTask(plan, task) };
  return costOf('startedAt' in group ? group : {}, placed, now);
}

/** What a task has cost with this attempt, which counts once however often it is collected. */
async function costsWith(
  { store }: Deps,
  { jobId, task, attempt }: Attempt,
  usd: number,
): Promise<{ costs: number[]; costUsd: number }> {
  const before = (await store.readTask(jobId, task))?.costs ?? [];
  const costs = Array.from({ length: Math.max(attempt, before.length) }, (_, index) =>
    index === attempt - 1 ? usd : (before[index] ?? 0),
  );
  return { costs, costUsd: costs.reduce((sum, cost) => sum + cost, 0) };
}

async function resultsOf({ artifacts }: Deps, plan: PlanFile, attempt: Attempt): Promise<string[]> {
  const urls = await artifacts.listResults(resultsPrefix(plan, attempt), maxListed);
  const itemsUrl = artifacts.resultsUrl(itemsPrefix(plan, attempt.jobId));
  return ownResults(plan, attempt, { urls, itemsUrl });
}

/** What the container wrote to `result.json`, when that is JSON of at most 64 KB. */
async function outputOf({ artifacts }: Deps, urls: readonly string[]): Promise<string | undefined> {
  const url = urls.find((candidate) => candidate.endsWith('/result.json'));
  if (url === undefined) return undefined;
  try {
    const text = await artifacts.readText(url, maxOutputBytes);
    return text === undefined ? undefined : JSON.stringify(JSON.parse(text));
  } catch {
    return undefined;
  }
}
