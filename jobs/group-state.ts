import { z } from 'zod';

export const ContainerEnd = z.object({
  name: z.string(),
  exitCode: z.int(),
  /** What ACI says beside it: `Completed`, `Error`, `OOMKilled`, ... */
  detailStatus: z.string(),
});
export type ContainerEnd = z.infer<typeof ContainerEnd>;

export const GroupEvent = z.object({ name: z.string(), type: z.string(), message: z.string() });
export type GroupEvent = z.infer<typeof GroupEvent>;

/** What is paid for: from the first pull (its first event or start, where that is not known) to the last end. */
const times = { startedAt: z.iso.datetime().optional(), finishedAt: z.iso.datetime().optional() };

/** A container group in our words. */
export const GroupState = z.discriminatedUnion('state', [
  z.object({ state: z.literal('pending'), events: z.array(GroupEvent) }),
  z.object({ state: z.literal('running'), ...times }),
  z.object({ state: z.literal('ended'), containers: z.array(ContainerEnd), ...times }),
  /** Provisioning failed: it never ran. */
  z.object({ state: z.literal('failed'), events: z.array(GroupEvent) }),
  /** Azure does not know it (any more). */
  z.object({ state: z.literal('absent') }),
]);
export type GroupState = z.infer<typeof GroupState>;
