import { z } from 'zod';

/** What groups take of a region: how many there are, and their cores by the quota that counts them. */
export const Use = z.object({ groups: z.number(), cores: z.number(), spotCores: z.number() });
export type Use = z.infer<typeof Use>;

export const Limits = Use.extend({
  createsPer5Minutes: z.number(),
  createsPerHour: z.number(),
});
export type Limits = z.infer<typeof Limits>;

/** What one group takes. */
export const Share = z.object({ cores: z.number(), spot: z.boolean().optional() });
export type Share = z.infer<typeof Share>;

/**
 * The right to have a group. `offered` until its waiter comes for it; `leaving` when its group could not be deleted.
 * After `until` (seconds) an offer lapses, and for any other somebody has to see whether there is such a group.
 */
const Permit = Share.extend({ until: z.int(), state: z.enum(['offered', 'leaving']).optional() });
type Permit = z.infer<typeof Permit>;

/** Groups of one job and one size that wait, first come first served. */
const Queue = Share.extend({
  job: z.string(),
  weight: z.number(),
  /** Its turn: the queue with the least is next, and pays for what it gets. */
  pass: z.number(),
  /** Names of the groups without their job's. */
  waiting: z.array(z.string()),
});
export type Queue = z.infer<typeof Queue>;

/**
 * Who may have groups in one region of one subscription, and who waits. Times are seconds since 1970. It is kept by
 * the entity `admission`, so it only grows by optional fields.
 */
export const AdmissionState = z.object({
  /** The newest time that anybody has named. */
  at: z.int(),
  limits: Limits,
  /** Whether Azure has told the limits; else they are assumed. */
  isTold: z.boolean(),
  /** What is taken by groups that hold no permit: other deployments' and people's. */
  others: Use,
  permits: z.record(z.string(), Permit),
  queues: z.array(Queue),
  /** The pass of the last grant. */
  pass: z.number(),
  /** Creates by tens of seconds, `[ten, count]`, oldest first. */
  creates: z.array(z.tuple([z.int(), z.int()])),
  /** Azure has asked to come back then. */
  pausedUntil: z.int(),
  surveyedAt: z.int(),
  /** Somebody asks Azure now; `ours` is what was granted when they began. */
  survey: z.object({ until: z.int(), ours: Use }).optional(),
});
export type AdmissionState = z.infer<typeof AdmissionState>;

export const nothing: Use = { groups: 0, cores: 0, spotCores: 0 };

/**
 * Until Azure has told. Groups and creates as documented, cores as new subscriptions have them
 * (https://learn.microsoft.com/azure/container-instances/container-instances-resource-and-quota-limits).
 */
const assumed: Limits = {
  groups: 100,
  cores: 10,
  spotCores: 10,
  createsPer5Minutes: 100,
  createsPerHour: 300,
};

/** When Azure does not tell: its refusals will. */
export const documentedCores = 100;

/** Before anybody has asked for anything. */
export const emptyAdmission: AdmissionState = {
  at: 0,
  limits: assumed,
  isTold: false,
  others: nothing,
  permits: {},
  queues: [],
  pass: 0,
  creates: [],
  pausedUntil: 0,
  surveyedAt: 0,
};

/** The quota that counts a share's cores. */
export function poolOf({ spot }: Share): 'cores' | 'spotCores' {
  return spot ? 'spotCores' : 'cores';
}

export function permitOf({ cores, spot }: Share, rest: Pick<Permit, 'until' | 'state'>): Permit {
  return { cores, ...(spot && { spot }), ...rest };
}

/** What all permits take together. */
export function takenBy(permits: AdmissionState['permits']): Use {
  const use = { ...nothing };
  for (const permit of Object.values(permits)) {
    use.groups += 1;
    use[poolOf(permit)] = rounded(use[poolOf(permit)] + permit.cores);
  }
  return use;
}

/** Sums of tenths are not exact. */
export function rounded(cores: number): number {
  return Number(cores.toFixed(3));
}
