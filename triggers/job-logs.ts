import type { TaskRow } from '../jobs/job-status.ts';
import { groupOfTask, PlanFile } from '../jobs/plan-file.ts';
import type { TriggerDeps } from './deps.ts';

export interface LogSource {
  readonly title: string;
  /** Undefined when there is no log (any more); at least the last `tail` lines of it. */
  readonly open: (tail: number | undefined) => Promise<AsyncIterable<Uint8Array> | undefined>;
}

interface LogChoice {
  readonly task?: number | undefined;
  readonly container?: string | undefined;
}

type Deps = Pick<TriggerDeps, 'artifacts' | 'groups' | 'store'>;

/** Of so many tasks logs are shown when none is chosen: a reply is a page, not an archive. */
const maxTasks = 100;

/** Where the logs of a job are, in the order of its tasks. */
export async function findLogs(
  deps: Deps,
  jobId: string,
  choice: LogChoice,
): Promise<{ readonly sources: readonly LogSource[]; readonly leftOut: number }> {
  const sources: LogSource[] = [];
  let tasks = 0;
  for await (const task of chosenTasks(deps, jobId, choice.task)) {
    tasks += 1;
    if (tasks > maxTasks) continue;
    const found = task.logs ? archived(deps, task, task.logs) : await live(deps, jobId, task);
    sources.push(...found.filter(({ container }) => isChosen(container, choice)));
  }
  return { sources, leftOut: Math.max(0, tasks - maxTasks) };
}

function isChosen(container: string, choice: LogChoice): boolean {
  return choice.container === undefined || choice.container === container;
}

async function* chosenTasks(
  { store }: Deps,
  jobId: string,
  task: number | undefined,
): AsyncIterable<TaskRow> {
  if (task === undefined) {
    yield* store.listTasks(jobId);
    return;
  }
  const row = await store.readTask(jobId, task);
  if (row) yield row;
}

type ContainerLog = LogSource & { readonly container: string };

/** An archived log is named after its container. */
function archived({ artifacts }: Deps, { task }: TaskRow, urls: readonly string[]): ContainerLog[] {
  return urls.map((url) => {
    const container = /([^/]+)\.txt$/.exec(url)?.[1] ?? '';
    return { container, title: titleOf(task, container), open: () => artifacts.openBlob(url) };
  });
}

/** What ACI holds of containers that run. */
async function live(deps: Deps, jobId: string, { task, group }: TaskRow): Promise<ContainerLog[]> {
  const file =
    group === undefined ? undefined : await deps.artifacts.readJobFile(jobId, 'plan.json');
  if (group === undefined || file === undefined) return [];
  const plan = PlanFile.parse(JSON.parse(file));
  return groupOfTask(plan, task).properties.containers.map(({ name }) => ({
    container: name,
    title: titleOf(task, name),
    open: async (tail) => {
      const text = await deps.groups.readLog(plan.target, group, name, tail);
      return text === undefined ? undefined : new Blob([text]).stream();
    },
  }));
}

function titleOf(task: number, container: string): string {
  return `task ${task}, container ${container}`;
}
