import { z } from 'zod';
import { GroupBody } from './group-spec.ts';
import { LifecycleFault } from './lifecycle-fault.ts';

const time = z.iso.datetime();

export const InstanceEvent = z.object({
  count: z.int(),
  firstTimestamp: time,
  lastTimestamp: time,
  name: z.string(),
  message: z.string(),
  type: z.enum(['Normal', 'Warning']),
});
export type InstanceEvent = z.infer<typeof InstanceEvent>;

const Waiting = z.object({ state: z.literal('Waiting'), detailStatus: z.string() });
const Running = z.object({
  state: z.literal('Running'),
  startTime: time,
  detailStatus: z.string(),
});
const Terminated = z.object({
  state: z.literal('Terminated'),
  startTime: time.optional(),
  finishTime: time,
  exitCode: z.int().optional(),
  detailStatus: z.string(),
});
const ContainerState = z.discriminatedUnion('state', [Waiting, Running, Terminated]);

/** Its end has been asked for and not been told of yet: how it will have ended, and what comes then. */
const Killing = z.object({
  exitCode: z.int(),
  detailStatus: z.string(),
  /** `held` = it waits until the group says more. */
  restart: z.enum(['byPolicy', 'always', 'held']),
});
export type Killing = z.infer<typeof Killing>;

const ContainerRecord = z.object({
  name: z.string(),
  state: ContainerState,
  previousState: ContainerState.optional(),
  restartCount: z.int(),
  events: z.array(InstanceEvent),
  /** How often the backend was asked to start it: the number of its newest run. */
  run: z.int(),
  /** The backend has been asked for this run and has not answered yet. */
  starting: z.boolean(),
  hasRun: z.boolean(),
  failedStarts: z.int(),
  restartAt: time.optional(),
  killing: Killing.optional(),
  /** It has been run once more after its end, as a fault may have it. */
  ranTwice: z.boolean().optional(),
});
export type ContainerRecord = z.infer<typeof ContainerRecord>;

export const OperationRecord = z.object({
  id: z.string(),
  resourceId: z.string(),
  startTime: time,
  status: z.enum(['Pending', 'Creating', 'Updating', 'Succeeded', 'Failed', 'Canceled']),
  events: z.array(InstanceEvent),
  error: z.object({ code: z.string(), message: z.string() }).optional(),
  /** What its result is, for those who ask for that: a create has a group, a restart nothing. */
  result: z.enum(['group', 'nothing']).default('group'),
});
export type OperationRecord = z.infer<typeof OperationRecord>;

/** What the containers share, and how far the backend is with it. */
const SharedRecord = z.object({
  state: z.enum(['needed', 'asked', 'backOff', 'ready', 'failed']),
  failures: z.int(),
  /** The end of the back-off. */
  retryAt: time.optional(),
  /** Where clients reach the public ports. */
  ipAddress: z.string().optional(),
  /** How often the platform has moved the group, which gives it another address. */
  moves: z.int(),
});

const PullRecord = z.object({
  image: z.string(),
  /** It was here when its group was put. */
  isPresent: z.boolean(),
  state: z.enum(['waiting', 'pulling', 'pulled', 'backOff']),
  /** What the backend has said of this attempt. */
  answer: z.enum(['none', 'pulled', 'failed']),
  failures: z.int(),
  /** Why the last attempt failed. */
  reason: z.string().optional(),
  since: time,
  /** When the attempt ends at the earliest, has ended, or is made again; absent = when the backend says. */
  until: time.optional(),
});
export type PullRecord = z.infer<typeof PullRecord>;

/** Something that a fault has in store for a running group. */
const Disturbance = z.object({
  fault: LifecycleFault,
  at: time,
  /** Faults of several parts: which of them. */
  part: z.int(),
});
export type Disturbance = z.infer<typeof Disturbance>;

/** All that is known of one container group; what ARM shows is derived from it. */
export const GroupRecord = z.object({
  /** Of this very group: a later one of the same name has another. */
  uid: z.string(),
  subscriptionId: z.string(),
  resourceGroup: z.string(),
  name: z.string(),
  body: GroupBody,
  phase: z.enum([
    'pending',
    'creating',
    'pulling',
    'initialising',
    'starting',
    'started',
    /** Its machine was taken; it starts anew on another one. */
    'evicted',
    /** It has been given up and comes to nothing more. */
    'failed',
    'stopped',
  ]),
  /** When the phase ends; absent when nothing but time is not enough. */
  phaseUntil: time.optional(),
  /** Set while containers are made anew in an existing group. */
  updating: z.boolean(),
  provisioned: z.enum(['no', 'Succeeded', 'Failed']),
  provisioningDeadline: time,
  operation: OperationRecord,
  events: z.array(InstanceEvent),
  containers: z.array(ContainerRecord),
  initContainers: z.array(ContainerRecord).default([]),
  shared: SharedRecord.default({ state: 'ready', failures: 0, moves: 0 }),
  pulls: z.array(PullRecord).default([]),
  lifecycle: z.array(LifecycleFault).default([]),
  /** It waited in a standby pool. */
  fromStandbyPool: z.boolean().optional(),
  /** Absent until the group is up for the first time. */
  disturbances: z.array(Disturbance).optional(),
  /** What the platform thinks of a group that was up. */
  health: z.enum(['Unhealthy', 'Repairing']).optional(),
});
export type GroupRecord = z.infer<typeof GroupRecord>;
