import { groupOfTask, PlanFile } from '../jobs/plan-file.ts';
import type { TriggerDeps } from './deps.ts';
import { soFar } from './job-logs.ts';

type Deps = Pick<TriggerDeps, 'artifacts' | 'groups' | 'store'>;

/** One log: of a job's task, of one of its containers. */
interface FollowedLog {
  readonly jobId: string;
  readonly task: number;
  readonly container: string;
}

/** What a caller has chosen of a job's logs, if anything. */
interface Choice {
  readonly task?: number | undefined;
  readonly container?: string | undefined;
}

/** Container groups are asked for their logs so seldom: https://learn.microsoft.com/azure/azure-resource-manager/management/request-limits-and-throttling */
const pauseMs = 2_000;

/** The one log that is meant, or which parameter has to say it. */
export async function oneLogOf(
  { artifacts }: Pick<Deps, 'artifacts'>,
  jobId: string,
  { task, container }: Choice,
): Promise<FollowedLog | { readonly problem: { path: string; message: string } }> {
  const file = await artifacts.readJobFile(jobId, 'plan.json');
  if (file === undefined)
    return task !== undefined && container !== undefined
      ? { jobId, task, container }
      : {
          problem: { path: 'follow', message: 'needs task and container: nothing is planned yet' },
        };
  const plan = PlanFile.parse(JSON.parse(file));
  const tasks = plan.itemCount + (plan.spec.reduce ? 1 : 0);
  if (task === undefined && tasks > 1)
    return { problem: { path: 'task', message: 'must be given: one log can be followed' } };
  if ((task ?? 0) >= tasks) return { problem: { path: 'task', message: 'is no task of the job' } };
  const names = groupOfTask(plan, task ?? 0).properties.containers.map(({ name }) => name);
  const [only = '', ...others] = names;
  if (container !== undefined && !names.includes(container))
    return { problem: { path: 'container', message: `must be one of ${names.join(', ')}` } };
  if (container === undefined && others.length > 0)
    return { problem: { path: 'container', message: `must be one of ${names.join(', ')}` } };
  return { jobId, task: task ?? 0, container: container ?? only };
}

/**
 * A log as it is written, until its task is over: attempt after attempt, each from its beginning. Of a container with a
 * shim its blob is read, of another ACI is asked, once in 2 seconds.
 */
export async function* followLog(
  deps: Deps,
  log: FollowedLog,
  pause: (ms: number) => Promise<void> = sleep,
): AsyncGenerator<Uint8Array> {
  let group: string | undefined;
  let sent = 0;
  for (;;) {
    // Before the log: what is written until it is over is read.
    const [task, job] = await Promise.all([
      deps.store.readTask(log.jobId, log.task),
      deps.store.readJob(log.jobId),
    ]);
    if (task?.group !== group) {
      group = task?.group;
      sent = 0;
    }
    if (task) {
      for await (const chunk of soFar(deps, log.jobId, task, log.container, sent)) {
        sent += chunk.length;
        yield chunk;
      }
    }
    if (task?.state === 'over' || job?.phase === 'over' || !job) return;
    await pause(pauseMs);
  }
}

function sleep(ms: number): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, ms);
  });
}
