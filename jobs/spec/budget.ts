import { z } from 'zod';

/** The most that a job may cost, all of its attempts together. */
export const Budget = z.strictObject({
  usd: z.number().positive('must be more than 0').max(1_000_000),
});
