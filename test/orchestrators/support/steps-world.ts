import type { StepActivity } from '../../../activities/deps.ts';
import type { GroupPlan } from '../../../jobs/group-plan.ts';
import { JobSpec } from '../../../jobs/job-spec.ts';
import type { StepRow } from '../../../jobs/steps/rows.ts';
import { approveJob, rejectJob } from '../../../triggers/http-decide-step.ts';
import { cancelJob } from '../../../triggers/http-cancel-job.ts';
import type { Orchestrations } from '../../../triggers/orchestrations.ts';
import { resumeJobs } from '../../../triggers/resume-jobs.ts';
import { jobId, JobWorld, oneContainer, type WorldOptions } from '../../support/job-world.ts';
import { requestOf } from '../../triggers/support/world.ts';

/** A step that runs one container. */
export const container = (name: string, more: object = {}, job: object = {}) => ({
  name,
  job: { group: oneContainer, ...job },
  ...more,
});

/** The same, undone by another container. */
export const undoable = (name: string, more: object = {}) =>
  container(name, { compensate: { job: { group: oneContainer } }, ...more });

export const activity = (name: string, input?: unknown, more: object = {}) => ({
  name,
  activity: { name, ...(input !== undefined && { input }) },
  ...more,
});

export const approval = (name: string, more: object = {}) => ({ name, approval: more });

/** What the functions of an app were called with, in order, by the names of the steps. */
export class Calls {
  readonly all: { readonly name: string; readonly call: unknown }[] = [];

  /** One that gives this, each time. */
  giving(result: unknown): StepActivity {
    return (call) => {
      this.all.push({ name: call.step, call });
      if (result instanceof Error) throw result;
      return result;
    };
  }
}

/** Ends with this code every container of the steps' jobs that are named, such as `job1-s2`; the others succeed. */
export function exits(codes: Readonly<Record<string, number>>): Pick<WorldOptions, 'behaviourOf'> {
  return {
    behaviourOf: ({ name }: GroupPlan) => ({
      startsAfterSeconds: 1,
      seconds: 2,
      exitCode: codes[name.replace(/-\d+-\d+$/, '')] ?? 0,
    }),
  };
}

/** The orchestrations of a world, as triggers reach them. */
function orchestrationsOf(world: JobWorld): Orchestrations {
  return {
    start: (name, id, input) => {
      world.engine.start(name, input, id);
      return Promise.resolve();
    },
    wake: (id: string, hint?: object) => {
      world.engine.raise(id, 'wake', hint ?? {});
      return Promise.resolve();
    },
    admissionIn: () => Promise.resolve(undefined),
    stateOf: (id) => {
      const last = world.engine.of(id);
      if (!last) return Promise.resolve('absent');
      if (last.output === 'terminated') return Promise.resolve('terminated');
      return Promise.resolve(last.status === 'running' ? 'alive' : 'ended');
    },
  };
}

/** Looks as the timer does whether jobs have lost their orchestrations, some minutes after they began. */
export async function resume(world: JobWorld): Promise<void> {
  world.clock.at = new Date(world.clock.at.getTime() + 6 * 60_000);
  await resumeJobs(world.deps, orchestrationsOf(world), {
    log: () => undefined,
    error: (...words: unknown[]) => {
      throw new Error(words.join(' '));
    },
  });
}

/** Posts as a caller does, and gives the status of the reply. */
export async function post(
  world: JobWorld,
  word: 'approve' | 'reject' | 'cancel',
  body?: object,
): Promise<number> {
  const request = requestOf({
    method: 'POST',
    id: jobId,
    ...(body && { body: JSON.stringify(body) }),
  });
  const handler = { approve: approveJob, reject: rejectJob, cancel: cancelJob }[word];
  return (await handler(world.deps, orchestrationsOf(world), request)).status ?? 200;
}

/** How each step ended, by name. */
export async function endsOf(world: JobWorld): Promise<Record<string, string>> {
  const rows = await world.store.listSteps(jobId);
  return Object.fromEntries(rows.map(({ name, outcome }) => [name, outcome?.status ?? 'open']));
}

export async function rowOf(world: JobWorld, name: string): Promise<StepRow | undefined> {
  return (await world.store.listSteps(jobId)).find((row) => row.name === name);
}

/** What containers write, by the names of the blobs below the results container: there when one of them is done. */
export function writing(
  files: Readonly<Record<string, string>>,
): Pick<WorldOptions, 'wrap' | 'beforeStep'> {
  let world: JobWorld | undefined;
  return {
    beforeStep: (_, current) => {
      world = current;
    },
    wrap:
      (name, handler) =>
      (input, context): unknown => {
        if (name === 'collectAttempt')
          for (const [file, text] of Object.entries(files))
            world?.artifacts.put('results', file, text);
        return handler(input, context);
      },
  };
}

/** The URLs, without their signatures, of what the job of a step was given to read. */
export async function inputsOf(world: JobWorld, id: string): Promise<unknown> {
  const text = await world.artifacts.readJobFile(id, 'spec.json');
  return JobSpec.parse(JSON.parse(text ?? '')).artifacts?.inputs;
}
