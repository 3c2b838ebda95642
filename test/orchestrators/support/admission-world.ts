import type { ActivityHandler, OrchestrationContext } from 'durable-functions';
import * as df from 'durable-functions';
import { z } from 'zod';
import { reportWait } from '../../../activities/report-wait.ts';
import { surveyRegion } from '../../../activities/survey-region.ts';
import { wakeWaiters } from '../../../activities/wake-waiters.ts';
import { groupNameOf } from '../../../jobs/attempt.ts';
import * as contracts from '../../../jobs/admission/contracts.ts';
import type { Share } from '../../../jobs/admission/state.ts';
import { defineContract } from '../../../jobs/contract.ts';
import type { JobRow } from '../../../jobs/job-rows.ts';
import type { StopReason } from '../../../jobs/outcome.ts';
import { admissionEntity } from '../../../orchestrators/admission-entity.ts';
import { admit } from '../../../orchestrators/admit.ts';
import { call, type Orchestration } from '../../../orchestrators/call.ts';
import { acquirePermit, releasePermit } from '../../../orchestrators/permit.ts';
import { FakeJobStore } from '../../support/fakes/job-store.ts';
import { TestClock, VirtualEngine } from '../../support/virtual-engine.ts';
import { underWaitRules } from '../../support/wait-rules.ts';
import { ModelRegion } from './model-region.ts';

const target = { subscriptionId: '00000000-0000-0000-0000-000000000001', resourceGroup: 'rg' };
const region = 'westeurope';

const make = defineContract({
  name: 'make',
  input: z.object({ name: z.string(), cores: z.number(), spot: z.boolean().optional() }),
  output: z.string().nullable(),
});

interface Hold extends contracts.AdmitRun {
  readonly seconds: number;
}

/** Has a group for so many seconds: what an attempt does, without anything else. */
function* holdGroup(context: OrchestrationContext): Orchestration<object> {
  const { seconds, ...run } = context.df.getInput<Hold>();
  const name = groupNameOf(run);
  for (;;) {
    const admitted = yield* acquirePermit(context, run);
    const from = context.df.currentUtcDateTime.getTime();
    if (admitted.result !== 'granted') {
      yield* releasePermit(context, run, {});
      return { name, from, to: from, ...admitted };
    }
    const { cores, spot } = run;
    const refusal = yield* call(context, make, { name, cores, spot });
    if (refusal !== null) {
      yield* releasePermit(context, run, { refusal });
      continue;
    }
    yield context.df.createTimer(new Date(from + seconds * 1000));
    yield context.df.callActivity('delete', { name });
    yield* releasePermit(context, run, {});
    return { name, from, to: context.df.currentUtcDateTime.getTime(), ...admitted };
  }
}

/** One after another, as a lane does. */
function* holdLane(context: OrchestrationContext): Orchestration<null> {
  const { count, ...first } = context.df.getInput<Hold & { count: number }>();
  for (let task = first.task; task < first.task + count; task += 1) {
    const run = { ...first, task };
    yield context.df.callSubOrchestrator(
      'holdGroup',
      run,
      `hold-${groupNameOf(run)}`,
      context.df.version,
    );
  }
  return null;
}

export function registerAdmission(): void {
  df.app.orchestration('admit', underWaitRules(admit));
  df.app.orchestration('holdGroup', underWaitRules(holdGroup));
  df.app.orchestration('holdLane', underWaitRules(holdLane));
  df.app.entity(contracts.admissionEntity, admissionEntity);
}

interface Asked {
  readonly deadlineSeconds?: number;
  readonly weight?: number;
}

/** How a hold ended; times in seconds from the beginning. */
interface End {
  readonly name: string;
  readonly result: string;
  readonly from: number;
  readonly to: number;
  readonly message?: string;
  readonly outcome?: object;
}

/** Holds groups in a region with a quota, in virtual time. */
export class AdmissionWorld {
  readonly clock = new TestClock();
  readonly store = new FakeJobStore();
  readonly region: ModelRegion;
  readonly engine: VirtualEngine;
  /** Names of the activities that ran, but for those of the model itself. */
  readonly calls: string[] = [];
  readonly everShown: unknown[] = [];
  losesWakes = false;
  surveyFails = false;
  /** Length of what the entity kept at most. */
  largestState = 0;
  onDelete: (name: string) => Promise<void> | undefined = () => undefined;
  private readonly start = this.clock.now().getTime();

  constructor(limits: { cores: number }) {
    this.region = new ModelRegion(limits, this.clock.now);
    const activities = { ...this.noted(this.ours()), ...this.model() };
    this.engine = new VirtualEngine({
      activities,
      clock: this.clock,
      maxSteps: 400_000,
      beforeStep: (step) => {
        if (step % 100 === 0) this.largestState = Math.max(this.largestState, this.stateLength);
      },
    });
  }

  /** So many tasks of a job at once. */
  hold(
    jobId: string,
    count: number,
    seconds: number,
    { deadlineSeconds = 1e6, ...share }: Partial<Share> & Asked = {},
  ): void {
    const deadline = new Date(this.start + deadlineSeconds * 1000).toISOString();
    this.store.jobs.set(jobId, rowOf(jobId, this.clock.now()));
    for (let task = 0; task < count; task += 1) {
      const run = {
        jobId,
        task,
        attempt: 1,
        target,
        region,
        cores: 1,
        ...share,
        deadline,
        seconds,
      };
      this.engine.start('holdGroup', run, `hold-${groupNameOf(run)}`);
    }
  }

  /** Tasks of a job in lanes, each of which has one group at a time. */
  holdInLanes(jobId: string, lanes: number, each: number, seconds: number): void {
    const deadline = new Date(this.start + 1e9).toISOString();
    this.store.jobs.set(jobId, rowOf(jobId, this.clock.now()));
    for (let lane = 0; lane < lanes; lane += 1) {
      const run = { jobId, task: lane * each, attempt: 1, target, region, cores: 1, deadline };
      this.engine.start('holdLane', { ...run, seconds, count: each }, `lane-${jobId}-${lane}`);
    }
  }

  stop(jobId: string, why: StopReason): Promise<void> {
    return this.store.requestStop(jobId, why);
  }

  run(): Promise<void> {
    return this.engine.run();
  }

  /** In the order in which they ended. */
  get ends(): End[] {
    return this.engine.executions
      .filter(({ name, status }) => name === 'holdGroup' && status === 'completed')
      .map(({ output }) => this.inSeconds(output))
      .sort((a, b) => a.to - b.to);
  }

  get seconds(): number {
    return (this.clock.now().getTime() - this.start) / 1000;
  }

  /** From now on every operation of the entity fails. */
  breakEntity(): void {
    const key = contracts.admissionKeyOf({ target, region });
    this.engine.entities.states.set(`@${contracts.admissionEntity}@${key}`, '{"permits":1}');
  }

  private get stateLength(): number {
    const [text = ''] = this.engine.entities.states.values();
    return text.length;
  }

  private inSeconds(output: unknown): End {
    const isEnd = (value: unknown): value is End =>
      typeof value === 'object' && value !== null && 'from' in value && 'to' in value;
    if (!isEnd(output)) throw new Error(`No end of a hold: ${JSON.stringify(output)}`);
    const since = (time: number): number => Math.round((time - this.start) / 1000);
    return { ...output, from: since(output.from), to: since(output.to) };
  }

  private ours(): Record<string, ActivityHandler> {
    const raise = (id: string, event: string, data: object): Promise<void> => {
      if (!this.losesWakes) this.engine.raise(id, event, data);
      return Promise.resolve();
    };
    const settings = { owner: 'o', targets: [target], defaultRegion: region };
    const deps = {
      regions: this.region,
      groups: this.region,
      settings: { ...settings, imagePrefix: '', baseUrl: '', blobServiceUrl: '' },
    };
    return {
      wakeWaiters: wakeWaiters(() => raise),
      reportWait: reportWait({ store: this.store }),
      surveyRegion: surveyRegion(deps),
    };
  }

  private noted(handlers: Record<string, ActivityHandler>): Record<string, ActivityHandler> {
    const noted = ([name, handler]: [string, ActivityHandler]): [string, ActivityHandler] => [
      name,
      async (input, context) => {
        this.calls.push(name);
        if (name === 'surveyRegion' && this.surveyFails) throw new Error('403');
        const result: unknown = await handler(input, context);
        const shown = this.store.jobs.get('a')?.waitingFor;
        if (name === 'reportWait' && shown) this.everShown.push(shown);
        return result;
      },
    ];
    return Object.fromEntries(Object.entries(handlers).map(noted));
  }

  private model(): Record<string, ActivityHandler> {
    return {
      make: (group) => this.region.make(group),
      delete: async (group) => {
        await this.onDelete(this.region.remove(group));
        return null;
      },
    };
  }
}

function rowOf(id: string, now: Date): JobRow {
  const createdAt = now.toISOString();
  return { id, trigger: 'http', labels: {}, phase: 'running', tasksTotal: 0, createdAt };
}
