import { z } from 'zod';
import { Attempt } from './attempt.ts';
import { GroupState } from './group-state.ts';

/** Everything that a watcher knows: it goes with it through every continueAsNew. */
export const WatchState = Attempt.extend({
  deadline: z.iso.datetime(),
  /** When the group has to have started. */
  provisioningDeadline: z.iso.datetime(),
  /** Waits so far, since the beginning or since the containers started. */
  polls: z.int(),
  started: z.boolean(),
  /** Reads in a row that found no group, and that failed. */
  absences: z.int(),
  failures: z.int(),
});
export type WatchState = z.infer<typeof WatchState>;

/** Why the watch ended, with the group as it was last seen. */
export const WatchEnd = z.object({
  end: z.enum(['over', 'stuck', 'timedOut', 'cancelled']),
  group: GroupState,
});
export type WatchEnd = z.infer<typeof WatchEnd>;
