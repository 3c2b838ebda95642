import type { TaskRow } from '../jobs/job-rows.ts';
import { emptyLog, KeptLog, stitch } from '../jobs/log-stitch.ts';
import { groupOfTask, PlanFile } from '../jobs/plan-file.ts';
import type { TriggerDeps } from './deps.ts';

export interface LogSource {
  readonly title: string;
  /** Undefined when there is no log (any more). */
  readonly open: () => Promise<AsyncIterable<Uint8Array> | undefined>;
}

export interface LogChoice {
  readonly task?: number | undefined;
  readonly container?: string | undefined;
  /** Counted from 1; without it the newest. */
  readonly attempt?: number | undefined;
}

export interface FoundLogs {
  readonly sources: readonly LogSource[];
  /** So many tasks more have logs. */
  readonly leftOut: number;
}

type Deps = Pick<TriggerDeps, 'artifacts' | 'groups' | 'store'>;

/** Of so many tasks logs are shown when none is chosen: a reply is a page, not an archive. */
const maxTasks = 100;

/** Where the logs of a job are, in the order of its tasks. */
export async function findLogs(deps: Deps, jobId: string, choice: LogChoice): Promise<FoundLogs> {
  const sources: LogSource[] = [];
  let plan: ReturnType<typeof planOf> | undefined;
  const containersOf = async (task: number): Promise<string[]> => {
    const planned = await (plan ??= planOf(deps, jobId));
    return planned ? groupOfTask(planned, task).properties.containers.map(({ name }) => name) : [];
  };
  let tasks = 0;
  for await (const task of chosenTasks(deps, jobId, choice.task)) {
    tasks += 1;
    if (tasks > maxTasks) continue;
    const attempt = choice.attempt ?? attemptOf(task);
    const found = await logsOf({ ...deps, containersOf }, jobId, task, attempt);
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

interface PlannedDeps extends Deps {
  /** The names of the containers of a task. */
  readonly containersOf: (task: number) => Promise<string[]>;
}

async function logsOf(
  deps: PlannedDeps,
  jobId: string,
  task: TaskRow,
  attempt: number,
): Promise<ContainerLog[]> {
  if (attempt !== attemptOf(task)) return ofEarlier(deps, jobId, task.task, attempt);
  return task.logs ? archived(deps, task, task.logs) : live(deps, jobId, task);
}

/** The archive keeps each attempt's, whatever came of it. */
async function ofEarlier(
  { artifacts, containersOf }: PlannedDeps,
  jobId: string,
  task: number,
  attempt: number,
): Promise<ContainerLog[]> {
  const logs = (await containersOf(task)).map(async (container) => {
    const name = `${task}-${attempt}/${container}.txt`;
    if ((await artifacts.logLength(jobId, name)) === undefined) return [];
    const title = `${titleOf(task, container)}, attempt ${attempt}`;
    const open = () => artifacts.openBlob(artifacts.logUrl(jobId, name));
    return [{ container, title, open }];
  });
  return (await Promise.all(logs)).flat();
}

/** That of the group which the task has, or had last; 0 before the first. */
function attemptOf({ group }: Pick<TaskRow, 'group'>): number {
  return group === undefined ? 0 : Number(group.slice(group.lastIndexOf('-') + 1));
}

/** An archived log is named after its container. */
function archived({ artifacts }: Deps, { task }: TaskRow, urls: readonly string[]): ContainerLog[] {
  return urls.map((url) => {
    const container = /([^/]+)\.txt$/.exec(url)?.[1] ?? '';
    return { container, title: titleOf(task, container), open: () => artifacts.openBlob(url) };
  });
}

/** What is archived of containers that run, and what ACI holds beyond it. */
async function live(deps: PlannedDeps, jobId: string, task: TaskRow): Promise<ContainerLog[]> {
  if (task.group === undefined) return [];
  return (await deps.containersOf(task.task)).map((container) => ({
    container,
    title: titleOf(task.task, container),
    open: () => Promise.resolve(soFar(deps, jobId, task, container, 0)),
  }));
}

/** The log of a container of a task from so many bytes on, as far as it is written: also after it is over. */
export async function* soFar(
  deps: Deps,
  jobId: string,
  { task, group, logs }: TaskRow,
  container: string,
  from: number,
): AsyncGenerator<Uint8Array> {
  const folder = `${task}-${attemptOf({ group })}/${container}`;
  const url = logs?.find((one) => one.endsWith(`/${folder}.txt`));
  if (url !== undefined) {
    const archive = await deps.artifacts.openBlob(url, from);
    if (archive) yield* archive;
    return;
  }
  const plan = await planOf(deps, jobId);
  if (group === undefined || plan === undefined) return;
  const archive = await deps.artifacts.openBlob(
    deps.artifacts.logUrl(jobId, `${folder}.txt`),
    from,
  );
  let end = from;
  if (archive) {
    for await (const chunk of archive) {
      end += chunk.length;
      yield chunk;
    }
  }
  if (plan.spec.completion === 'push') return;
  const [state, text] = await Promise.all([
    deps.artifacts.readJobFile(jobId, `logs/${folder}.json`),
    deps.groups.readLog(plan.target, group, container),
  ]);
  const kept = state === undefined ? emptyLog : KeptLog.parse(JSON.parse(state));
  const { text: beyond } = stitch(kept, { text: text ?? '', isFinal: false });
  const bytes = new TextEncoder().encode(beyond).subarray(Math.max(0, end - kept.bytes));
  if (end >= kept.bytes && bytes.length > 0) yield bytes;
}

async function planOf({ artifacts }: Deps, jobId: string): Promise<PlanFile | undefined> {
  const file = await artifacts.readJobFile(jobId, 'plan.json');
  return file === undefined ? undefined : PlanFile.parse(JSON.parse(file));
}

function titleOf(task: number, container: string): string {
  return `task ${task}, container ${container}`;
}
