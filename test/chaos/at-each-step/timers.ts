import { expect } from '@jest/globals';
import { jobId, type JobWorld, settings } from '../../support/job-world.ts';
import type { Execution } from '../../support/virtual-engine.ts';
import type { InstanceState, Orchestrations } from '../../../triggers/orchestrations.ts';
import { resumeJobs } from '../../../triggers/resume-jobs.ts';
import { sweepGroups } from '../../../triggers/sweep-groups.ts';

const minuteMs = 60_000;
const context = { log: () => undefined, error: () => undefined };

/** The engine as triggers see it; who was terminated, is not told by a test's engine. */
function orchestrationsOf(
  { engine }: JobWorld,
  terminated: ReadonlySet<Execution>,
): Orchestrations {
  return {
    start: (name, instanceId, input) => {
      if (!engine.running(instanceId)) engine.start(name, input, instanceId);
      return Promise.resolve();
    },
    wake: (instanceId, hint) => {
      engine.raise(instanceId, 'wake', hint);
      return Promise.resolve();
    },
    admissionIn: () => Promise.resolve(undefined),
    stateOf: (instanceId): Promise<InstanceState> => {
      const last = engine.of(instanceId);
      if (!last) return Promise.resolve('absent');
      if (last.status === 'running') return Promise.resolve('alive');
      return Promise.resolve(terminated.has(last) ? 'terminated' : 'ended');
    },
  };
}

/** Lets time pass, and the timers with it, until the job is over and nothing is left; fails after an hour. */
export async function letTimersRun(
  world: JobWorld,
  terminated: ReadonlySet<Execution>,
): Promise<void> {
  const { artifacts, store, groups, clock, engine } = world;
  const deps = { artifacts, store, groups, now: clock.now };
  const orchestrations = orchestrationsOf(world, terminated);
  for (let minutes = 0; minutes <= 60; minutes += 5) {
    clock.at = new Date(clock.at.getTime() + 5 * minuteMs);
    await resumeJobs(deps, orchestrations, context);
    await engine.run();
    const sweeping = {
      ...deps,
      settings: { ...settings, blobServiceUrl: '', blobRules: [], replyQueues: [] },
    };
    await sweepGroups(sweeping, context);
    const job = store.jobs.get(jobId);
    if (job?.phase === 'over' && groups.groups.size > 0) expect(job.cleanup).toBe('leftToSweeper');
    if (job?.phase === 'over' && job.cleanup === 'deleted' && groups.groups.size === 0) return;
  }
}
