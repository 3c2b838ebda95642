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
});
export type ContainerRecord = z.infer<typeof ContainerRecord>;

export const OperationRecord = z.object({
  id: z.string(),
  resourceId: z.string(),
  startTime: time,
  status: z.enum(['Pending', 'Creating', 'Updating', 'Succeeded', 'Failed', 'Canceled']),
  events: z.array(InstanceEvent),
  error: z.object({ code: z.string(), message: z.string() }).optional(),
});
export type OperationRecord = z.infer<typeof OperationRecord>;

/** All that is known of one container group; what ARM shows is derived from it. */
export const GroupRecord = z.object({
  /** Of this very group: a later one of the same name has another. */
  uid: z.string(),
  subscriptionId: z.string(),
  resourceGroup: z.string(),
  name: z.string(),
  body: GroupBody,
  phase: z.enum(['pending', 'creating', 'pulling', 'starting', 'started', 'stopped']),
  /** When the phase ends; absent when nothing but time is not enough. */
  phaseUntil: time.optional(),
  /** Set while containers are made anew in an existing group. */
  updating: z.boolean(),
  provisioned: z.enum(['no', 'Succeeded', 'Failed']),
  provisioningDeadline: time,
  operation: OperationRecord,
  events: z.array(InstanceEvent),
  containers: z.array(ContainerRecord),
  lifecycle: z.array(LifecycleFault).default([]),
});
export type GroupRecord = z.infer<typeof GroupRecord>;
