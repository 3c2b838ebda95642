import type { ActivityHandler } from 'durable-functions';
import { chooseRegion, coolRegion } from '../../activities/choose-region.ts';
import { collectAttempt } from '../../activities/collect-attempt.ts';
import { createGroup } from '../../activities/create-group.ts';
import { deleteOrHandOver } from '../../activities/delete-or-hand-over.ts';
import type { Deps } from '../../activities/deps.ts';
import { findTask } from '../../activities/find-task.ts';
import { finishJob } from '../../activities/finish-job.ts';
import { notify } from '../../activities/notify.ts';
import { planJob } from '../../activities/plan-job.ts';
import { readGroup } from '../../activities/read-group.ts';
import { readTaskEnd } from '../../activities/read-task-end.ts';
import { recordAttempts } from '../../activities/record-attempts.ts';
import { recordTask } from '../../activities/record-task.ts';
import { reportWait } from '../../activities/report-wait.ts';
import { callStepActivity } from '../../activities/steps/call-step-activity.ts';
import { judgeSteps } from '../../activities/steps/judge-steps.ts';
import { lookAtStep } from '../../activities/steps/look-at-step.ts';
import { prepareStep } from '../../activities/steps/prepare-step.ts';
import { recordStep } from '../../activities/steps/record-step.ts';
import { surveyRegion } from '../../activities/survey-region.ts';
import { wakeWaiters } from '../../activities/wake-waiters.ts';
import { sendReply } from '../../activities/send-reply.ts';
import type { Notice, Reply } from '../../clients/ports.ts';
import { admissionEntity } from '../../jobs/admission/contracts.ts';
import { AdmissionState } from '../../jobs/admission/state.ts';
import type { GroupPlan } from '../../jobs/group-plan.ts';
import { type JobSpec, parseJobSpec } from '../../jobs/job-spec.ts';
import type { JobRow, TaskRow } from '../../jobs/job-rows.ts';
import { wakeJob } from '../../triggers/wake-job.ts';
import { FakeArtifacts } from './fakes/artifacts.ts';
import { type Behaviour, FakeContainerGroups } from './fakes/container-groups.ts';
import { FakeJobStore } from './fakes/job-store.ts';
import { FakeRegions } from './fakes/regions.ts';
import { type EngineOptions, TestClock, VirtualEngine } from './virtual-engine.ts';

export const jobId = 'job1';
export const target = {
  subscriptionId: '00000000-0000-0000-0000-000000000001',
  resourceGroup: 'rg',
};
export const settings: Deps['settings'] = {
  owner: 'test-owner',
  imagePrefix: 'registry.example',
  defaultRegion: 'eastus',
  targets: [target],
  baseUrl: 'https://app.example',
  blobServiceUrl: 'https://account.blob.example',
  notifyTargets: ['storageQueue:job-notices', 'webhook:*.example.com'],
};

/** Of a deployment that gives jobs whatever they ask for. */
export const allowingAll = {
  ...settings,
  policy: {
    identities: ['*'],
    subnets: ['*'],
    vault: 'https://own.vault.azure.net',
    rules: [{ images: ['*'], secretRefs: ['*', 'https://other.vault.azure.net/secrets/*'] }],
  },
};

/** A group of one container, as a caller writes it. */
export const oneContainer = {
  properties: { containers: [{ name: 'main', properties: { image: 'i' } }] },
};

export function specOf(value: unknown): JobSpec {
  const parsed = parseJobSpec(value);
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.errors));
  return parsed.spec;
}

export interface WorldOptions extends Pick<EngineOptions, 'pick' | 'maxSteps' | 'onEnd'> {
  readonly behaviourOf?: (group: GroupPlan) => Behaviour;
  readonly stepActivities?: Deps['stepActivities'];
  /** Lays itself around the activities, to make them fail. */
  readonly wrap?: (name: string, handler: ActivityHandler) => ActivityHandler;
  readonly beforeStep?: (step: number, world: JobWorld) => void | Promise<void>;
  /** What activities work with instead of, or besides, what is in memory. */
  readonly deps?: Partial<Deps>;
}

/** A submitted job with everything it needs in memory. */
export class JobWorld {
  readonly clock = new TestClock();
  readonly artifacts = new FakeArtifacts();
  readonly store = new FakeJobStore();
  /** All that were sent, repeats among them. */
  readonly replies: Reply[] = [];
  readonly notices: Notice[] = [];
  readonly groups: FakeContainerGroups;
  readonly engine: VirtualEngine;
  readonly deps: Deps;

  constructor(spec: unknown, options: WorldOptions = {}) {
    const { behaviourOf, wrap, beforeStep, pick, maxSteps, onEnd, stepActivities } = options;
    const { artifacts, store, clock } = this;
    this.groups = new FakeContainerGroups(clock.now, behaviourOf);
    const replies = {
      send: (reply: Reply) => {
        this.replies.push(reply);
        return Promise.resolve();
      },
    };
    const notifications = {
      send: (notice: Notice) => {
        this.notices.push(notice);
        return Promise.resolve();
      },
    };
    const regions = new FakeRegions();
    const ports = { groups: this.groups, regions, artifacts, store, replies, notifications };
    this.deps = { ...ports, stepActivities, settings, now: clock.now, ...options.deps };
    this.engine = new VirtualEngine({
      activities: {
        ...wrapped(this.deps, (id, event, data) => this.raise(id, event, data), this.stateOf, wrap),
        readTaskEnd: readTaskEnd(this.deps, () => this.isAlive),
      },
      clock,
      ...(pick && { pick }),
      ...(maxSteps !== undefined && { maxSteps }),
      ...(onEnd && { onEnd }),
      ...(beforeStep && { beforeStep: (step: number) => beforeStep(step, this) }),
    });
    artifacts.put('jobs', `${jobId}/spec.json`, JSON.stringify(specOf(spec)));
    store.jobs.set(jobId, {
      id: jobId,
      trigger: 'http',
      labels: {},
      phase: 'waiting',
      tasksTotal: 0,
      createdAt: clock.now().toISOString(),
    });
  }

  /** Runs it to its end. */
  async run(orchestrator = 'runJob', input: unknown = { jobId }): Promise<this> {
    this.engine.start(orchestrator, input, jobId);
    await this.engine.run();
    return this;
  }

  /** As the API cancels: the stop row, then a wake to all that wait. */
  async cancel(): Promise<void> {
    await this.store.requestStop(jobId, 'cancelled');
    const entities = this.engine.entities.states;
    await wakeJob(
      this,
      {
        wake: (id, hint = {}) => this.raise(id, 'wake', hint),
        admissionIn: (key) =>
          Promise.resolve(
            AdmissionState.optional().parse(
              JSON.parse(entities.get(`@${admissionEntity}@${key}`) ?? 'null') ?? undefined,
            ),
          ),
      },
      jobId,
    );
  }

  private readonly isAlive = (instanceId: string): Promise<boolean> =>
    Promise.resolve(this.engine.running(instanceId) !== undefined);

  private readonly stateOf = async (instanceId: string): Promise<'alive' | 'over' | 'absent'> => {
    if (await this.isAlive(instanceId)) return 'alive';
    return this.engine.of(instanceId) ? 'over' : 'absent';
  };

  private raise(instanceId: string, event: string, data: object): Promise<void> {
    this.engine.raise(instanceId, event, data);
    return Promise.resolve();
  }

  get job(): JobRow {
    const job = this.store.jobs.get(jobId);
    if (!job) throw new Error('There is no job.');
    return job;
  }

  async tasks(): Promise<TaskRow[]> {
    const rows: TaskRow[] = [];
    for await (const row of this.store.listTasks(jobId)) rows.push(row);
    return rows;
  }
}

function wrapped(
  deps: Deps,
  raise: (instanceId: string, event: string, data: object) => Promise<void>,
  stateOf: (instanceId: string) => Promise<'alive' | 'over' | 'absent'>,
  wrap: WorldOptions['wrap'] = (_, handler) => handler,
): Record<string, ActivityHandler> {
  const handlers = {
    planJob: planJob(deps),
    createGroup: createGroup(deps),
    readGroup: readGroup(deps),
    findTask: findTask(deps),
    collectAttempt: collectAttempt(deps),
    deleteOrHandOver: deleteOrHandOver(deps),
    chooseRegion: chooseRegion(deps),
    coolRegion: coolRegion(deps),
    recordAttempts: recordAttempts(deps),
    recordTask: recordTask(deps),
    finishJob: finishJob(deps),
    sendReply: sendReply(deps),
    surveyRegion: surveyRegion(deps),
    reportWait: reportWait(deps),
    wakeWaiters: wakeWaiters(() => raise),
    notify: notify(deps),
    lookAtStep: lookAtStep(deps, () => stateOf),
    prepareStep: prepareStep(deps),
    callStepActivity: callStepActivity(deps),
    recordStep: recordStep(deps, () => raise),
    judgeSteps: judgeSteps(deps),
  };
  return Object.fromEntries(
    Object.entries(handlers).map(([name, handler]) => [name, wrap(name, handler)]),
  );
}
