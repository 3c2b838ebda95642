import { z } from 'zod';

/** Why a job failed: a closed list; `classify` in failure.ts decides. */
export const failureClasses = [
  'container-exit', // a container ended with an exit code that is not 0
  'out-of-memory', // a container was killed at its memory limit
  'invalid-spec', // Azure refuses the group, and always will
  'image-unavailable', // the image cannot be reached or pulled
  'registry-busy', // the registry asks to come back later
  'capacity', // the region has no room now
  'quota', // the subscription's quota or rate is used up
  'evicted', // a Spot group was taken back
  'platform-kill', // maintenance ended the container (exit codes 7147, 7148)
  'stuck', // it never started within provisioningTimeout
  'lost', // the group disappeared
  'over-budget', // it was stopped when it had cost all that it may cost
  'rejected', // a step waited for somebody's yes, and got a no or nothing
  'activity-failed', // an activity of the app, called by a step, threw or gave what is no result
  'platform-error', // Azure or this app failed in a way not foreseen
] as const;

export const FailureClass = z.enum(failureClasses);
export type FailureClass = z.infer<typeof FailureClass>;

export const Failed = z.object({
  status: z.literal('failed'),
  class: FailureClass,
  exitCode: z.int().optional(),
  message: z.string(),
});
export type Failed = z.infer<typeof Failed>;

export const JobOutcome = z.discriminatedUnion('status', [
  z.object({ status: z.literal('succeeded') }),
  Failed,
  z.object({ status: z.literal('timedOut') }),
  z.object({ status: z.literal('cancelled') }),
]);
export type JobOutcome = z.infer<typeof JobOutcome>;

/** How a task ended: as a job does, or not begun at all because another item's failure had stopped the job. */
export const TaskOutcome = z.discriminatedUnion('status', [
  ...JobOutcome.options,
  z.object({ status: z.literal('skipped') }),
]);
export type TaskOutcome = z.infer<typeof TaskOutcome>;

/** Why no further item of a job is begun: cancelled by somebody, because it has cost its budget, or an item failed. */
export const StopReason = z.enum(['cancelled', 'overBudget', 'itemFailed']);
export type StopReason = z.infer<typeof StopReason>;

/** What became of the group when its job was done with it. */
export const Cleanup = z.enum(['deleted', 'leftToSweeper']);
export type Cleanup = z.infer<typeof Cleanup>;

/** The outcome of what threw. Only the first line is kept: the engine appends stack traces to it. */
export function platformError(error: unknown): Failed {
  const text = error instanceof Error ? error.message : String(error);
  const [message = ''] = text.trim().split('\n');
  return { status: 'failed', class: 'platform-error', message: message.trim() };
}
