import { z } from 'zod';

export const ContainerEnd = z.object({
  name: z.string(),
  exitCode: z.int(),
  /** What ACI says beside it: `Completed`, `Error`, `OOMKilled`, ... */
  detailStatus: z.string(),
  /** How often it was run again, which the platform may do in any case; absent: never. */
  restarts: z.int().optional(),
  /** What was pulled: `alpine@sha256:...`, where Azure says it. */
  image: z.string().optional(),
  /** What it asked for. */
  memoryInGB: z.number().optional(),
});
export type ContainerEnd = z.infer<typeof ContainerEnd>;

export const GroupEvent = z.object({ name: z.string(), type: z.string(), message: z.string() });
export type GroupEvent = z.infer<typeof GroupEvent>;

/** What is paid for: from the first pull (its first event or start, where that is not known) to the last end. */
const times = { startedAt: z.iso.datetime().optional(), finishedAt: z.iso.datetime().optional() };

/** A group that has started, of which at the moment no container runs, and that is not over either. */
const Idle = z.object({
  /** Why a container waits, in ACI's words. */
  detail: z.string(),
  /** How those containers ended last that have ended before. */
  exits: z.array(ContainerEnd),
  /** Whether each of them has. */
  isWhole: z.boolean(),
  isSpot: z.boolean(),
});

/** A container group in our words. */
export const GroupState = z.discriminatedUnion('state', [
  z.object({ state: z.literal('pending'), events: z.array(GroupEvent) }),
  z.object({ state: z.literal('running'), ...times, idle: Idle.optional() }),
  z.object({ state: z.literal('ended'), containers: z.array(ContainerEnd), ...times }),
  /** Provisioning failed, and nothing has run so far. */
  z.object({ state: z.literal('failed'), events: z.array(GroupEvent) }),
  /** Azure does not know it (any more). */
  z.object({ state: z.literal('absent') }),
]);
export type GroupState = z.infer<typeof GroupState>;
