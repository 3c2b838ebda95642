import { z } from 'zod';

const Bucket = z.strictObject({
  bucket: z.number().nonnegative(),
  perSecond: z.number().nonnegative(),
});

/** Limits of one subscription in one region: https://learn.microsoft.com/azure/container-instances/container-instances-resource-and-quota-limits */
const Limits = z.strictObject({
  containerGroups: z.int().nonnegative(),
  standardCores: z.number().nonnegative(),
  standardSpotCores: z.number().nonnegative(),
  /** Creates and, apart from them, deletes. */
  requestsPer5Minutes: z.int().nonnegative(),
  requestsPerHour: z.int().nonnegative(),
  /** ARM's token buckets: size and refill per second. */
  reads: Bucket,
  writes: Bucket,
  deletes: Bucket,
});
export type Limits = z.infer<typeof Limits>;

const published: Limits = {
  containerGroups: 100,
  standardCores: 100,
  standardSpotCores: 10,
  requestsPer5Minutes: 100,
  requestsPerHour: 300,
  reads: { bucket: 250, perSecond: 25 },
  writes: { bucket: 200, perSecond: 10 },
  deletes: { bucket: 200, perSecond: 10 },
};
const plenty = 1_000_000;

/** Kinds of subscriptions: one just made, one that has been raised, and one that nothing limits. */
export const subscriptionLimits = {
  new: { ...published, standardCores: 10 },
  standard: published,
  unlimited: {
    containerGroups: plenty,
    standardCores: plenty,
    standardSpotCores: plenty,
    requestsPer5Minutes: plenty,
    requestsPerHour: plenty,
    reads: { bucket: plenty, perSecond: plenty },
    writes: { bucket: plenty, perSecond: plenty },
    deletes: { bucket: plenty, perSecond: plenty },
  },
} as const satisfies Record<string, Limits>;

/** Where Azure has behaved in more than one way, which of them. Read and changed at `/_emu/behaviour`; kept. */
export const Behaviour = z.strictObject({
  /** `recorded`: `Azure-AsyncOperation` alone; `swagger`: with `Location` and `Retry-After` as the specification has them. */
  longRunning: z.enum(['recorded', 'swagger']).default('recorded'),
  /** `async`: 202, and 404 only after `deleteSeconds`. */
  delete: z.enum(['sync', 'async']).default('sync'),
  deleteSeconds: z.number().nonnegative().default(20),
  /** Whether a missing image is refused with 400 or found out by the pull. */
  imageMissing: z.enum(['sync', 'async']).default('sync'),
  /** How often the platform restarts a container that failed in spite of `restartPolicy` Never. */
  platformRestartsOnFailure: z.int().nonnegative().default(0),
  /** `strict` looks into tokens: issued here, not expired, for ARM and this tenant. */
  tokens: z.enum(['any', 'strict']).default('any'),
  apiVersions: z.enum(['known', 'any']).default('known'),
  /** Whether a region has to be one of Azure's that has Container Instances. */
  locations: z.enum(['known', 'any']).default('known'),
  limits: Limits,
});
export type Behaviour = z.infer<typeof Behaviour>;
