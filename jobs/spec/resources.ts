import { z } from 'zod';
import { refused } from './fields.ts';

const Amount = z.number().positive('must be more than 0');
const gpu = refused(
  'GPU resources were retired by Azure on 14 July 2025; ask for more cpu, or run the job elsewhere',
);

/**
 * What a container asks for, 1 vCPU and 1.5 GB where it does not say, and the most that it may use of the group's. How
 * much a group may have in all is a rule.
 */
export const Resources = z.strictObject({
  requests: z
    .strictObject({ cpu: Amount.default(1), memoryInGB: Amount.default(1.5), gpu })
    .prefault({}),
  limits: z
    .strictObject({
      cpu: Amount.exactOptional(),
      memoryInGB: Amount.exactOptional(),
      gpu,
    })
    .exactOptional(),
});
export type Resources = z.infer<typeof Resources>;
