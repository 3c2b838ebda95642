import { sleep } from '../../local/support/clock.ts';
import { type Arena, groupsIn } from './arena.ts';
import { type ArmCall, callsSince, isLogRead } from './arm-journal.ts';
import type { Contender } from './contenders.ts';
import type { TaskRun } from './run-task.ts';

/** How a number of tasks went with one contender. */
export interface Score {
  readonly contender: string;
  readonly isOurs: boolean;
  readonly tasks: number;
  /** Tasks that the contender brought to their end. */
  readonly done: number;
  /** Seconds from a container's end until it was noticed, of the tasks that were done. */
  readonly detection: readonly number[];
  /** Seconds from start to end, less the container's, and less Azure's from the PUT to the container's start. */
  readonly overhead: readonly number[];
  /** The same with Azure's. */
  readonly overheadWithAzure: readonly number[];
  readonly callsPerTask: number;
  readonly logReadsPerTask: number;
  /** Calls that ARM has refused, of all tasks. */
  readonly throttled: number;
  readonly groupsLeft: number;
}

export interface TaskPlan {
  readonly seconds: number;
  /** After the beginning of them all. */
  readonly startsAfterSeconds: number;
}

/** Lets a contender run these tasks, alone in the arena, and counts. What is left of it is removed after. */
export async function measure(
  arena: Arena,
  contender: Contender,
  plans: readonly TaskPlan[],
): Promise<Score> {
  const { clock } = arena;
  const before = (await callsSince(arena, 0)).at(-1)?.seq ?? 0;
  const prefix = contender.name.toLowerCase().replaceAll(/[^a-z]+/g, '-');
  const running = plans.map(async ({ seconds, startsAfterSeconds }, number) => {
    await sleep(clock, startsAfterSeconds * 1000);
    return contender.run(`${prefix}-${number}-${before}`, seconds, number);
  });
  const runs = await Promise.all(running);
  const calls = await callsSince(arena, before);
  // ARM has to have reads left to be asked what is left.
  await sleep(clock, 60_000);
  const left = await groupsIn(arena);
  await removeAll(arena, left);
  const done = runs.filter((run): run is DoneRun => isDone(run));
  return {
    contender: contender.name,
    isOurs: contender.isOurs,
    tasks: runs.length,
    done: done.length,
    detection: done.map((run) => (run.noticedAt - run.containerEndedAt) / 1000),
    overhead: done.map((run) => secondsBeside(run) - provisioningSeconds(run, calls)),
    overheadWithAzure: done.map(secondsBeside),
    callsPerTask: calls.filter((call) => !isLogRead(call)).length / runs.length,
    logReadsPerTask: calls.filter(isLogRead).length / runs.length,
    throttled: calls.filter(({ status }) => status === 429).length,
    groupsLeft: left.length,
  };
}

type DoneRun = Required<{ [key in keyof TaskRun]: Exclude<TaskRun[key], undefined> }>;

function isDone(run: TaskRun): run is DoneRun {
  return [run.containerStartedAt, run.containerEndedAt, run.noticedAt, run.doneAt].every(
    (time) => time !== undefined,
  );
}

function secondsBeside({ submittedAt, doneAt, containerStartedAt, containerEndedAt }: DoneRun) {
  return (doneAt - submittedAt - (containerEndedAt - containerStartedAt)) / 1000;
}

/** From the PUT that made the group until its container's program runs. */
function provisioningSeconds({ id, containerStartedAt }: DoneRun, calls: readonly ArmCall[]) {
  const put = calls.find(
    ({ operation, path, status }) =>
      operation === 'ContainerGroups_CreateOrUpdate' && path.includes(`/${id}`) && status === 201,
  );
  if (!put) throw new Error(`There was no PUT for ${id}.`);
  return (containerStartedAt - Date.parse(put.time)) / 1000;
}

export async function removeAll({ arm }: Arena, names: readonly string[]): Promise<void> {
  for (const name of names) await arm.client.containerGroups.beginDelete(arm.resourceGroup, name);
}
