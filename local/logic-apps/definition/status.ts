import { z } from 'zod';

/** How an action or a run can have ended. */
export const statuses = ['Succeeded', 'Failed', 'Skipped', 'TimedOut', 'Cancelled'] as const;
export type Status = (typeof statuses)[number];

const byLowerCase = new Map<string, Status>(
  statuses.map((status) => [status.toLowerCase(), status]),
);

/** A status as `runAfter` names it, in any case. */
export const StatusName = z.string().transform((text, context) => {
  const status = byLowerCase.get(text.toLowerCase());
  if (status) return status;
  context.addIssue(`must be one of ${statuses.join(', ')}`);
  return z.NEVER;
});
