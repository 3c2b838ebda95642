import { z } from 'zod';
import { Failed } from './outcome.ts';

/** An attempt that failed, as it is kept and shown. */
export const FailedAttempt = z.object({
  /** Counts from 1. */
  attempt: z.int(),
  /** Absent where there was only one to choose from. */
  region: z.string().optional(),
  outcome: Failed,
});
export type FailedAttempt = z.infer<typeof FailedAttempt>;

const maxMessage = 300;

/** All attempts of a task travel together, so each says what happened in short. */
export function failedAttempt(
  attempt: number,
  region: string | undefined,
  outcome: Failed,
): FailedAttempt {
  const short = { ...outcome, message: outcome.message.slice(0, maxMessage) };
  return { attempt, ...(region !== undefined && { region }), outcome: short };
}
