import { z } from 'zod';
import { Attempt } from './attempt.ts';
import { GroupState } from './group-state.ts';
import { Pace } from './pace.ts';

/** Everything that a watcher knows: it goes with it through every continueAsNew. */
export const WatchState = Attempt.extend({
  deadline: z.iso.datetime(),
  /** When the group has to have started. */
  provisioningDeadline: z.iso.datetime(),
  /** So long may a group that has started stand still. Absent in watches that began before this was looked at. */
  stillSeconds: z.int().optional(),
  /** When the watch began, right after the create. */
  createdAt: z.iso.datetime().optional(),
  /** When the first pull began, once a look has shown it. */
  startedAt: z.iso.datetime().optional(),
  pace: Pace.optional(),
  /** Waits so far. */
  polls: z.int(),
  started: z.boolean(),
  /** Since when reads have found no group. */
  absentSince: z.iso.datetime().optional(),
  /** Reads in a row that failed. */
  failures: z.int(),
  /** Since when it is seen to stand still: nothing runs, or its provisioning has failed. */
  stillSince: z.iso.datetime().optional(),
  /** When that will have been too long. Absent in watches that began before this was kept. */
  stillUntil: z.iso.datetime().optional(),
});
export type WatchState = z.infer<typeof WatchState>;

/** Why the watch ended, with the group as it was last seen. */
export const WatchEnd = z.object({
  end: z.enum(['over', 'stuck', 'timedOut', 'cancelled']),
  group: GroupState,
});
export type WatchEnd = z.infer<typeof WatchEnd>;
