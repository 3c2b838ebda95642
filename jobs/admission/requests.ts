import { z } from 'zod';
import { Limits, Share, Use } from './state.ts';

const At = z.object({
  /** The caller's time, in seconds since 1970: an entity has no clock of its own. */
  at: z.int(),
});

/** One group, by its name and its job's, with which the name begins. */
const Group = At.extend({ job: z.string(), name: z.string() });

export const AcquireRequest = Group.extend(Share.shape).extend({
  /** How much of the region its job may have, beside jobs of weight 1. */
  weight: z.number().positive().optional(),
});
export type AcquireRequest = z.infer<typeof AcquireRequest>;

/** Whom to tell that they have been given a permit: names of groups. */
export const Wake = z.object({ wake: z.array(z.string()) });
export type Wake = z.infer<typeof Wake>;

/** What a group waits for: others to end, or creates to be allowed again. */
export const WaitReason = z.enum(['quota', 'throttle']);
export type WaitReason = z.infer<typeof WaitReason>;

export const Acquired = z.discriminatedUnion('result', [
  Wake.extend({
    result: z.literal('granted'),
    /** Nothing else of its job waits. */
    isLast: z.boolean(),
    /** Groups that there are in the region with a permit, and may be soon; this one counted. */
    running: z.int().optional(),
  }),
  /** It can never have so many cores: there are not more than `limit`. */
  Wake.extend({ result: z.literal('tooLarge'), limit: z.number() }),
  Wake.extend({
    result: z.literal('wait'),
    what: WaitReason,
    /** How many have their turn before it, and itself. */
    place: z.int(),
    /** When to ask again, if nobody has told before. */
    seconds: z.int(),
    /** None of its job is before it: it speaks for its job. */
    isFirst: z.boolean(),
    /** It is its turn to ask Azure, also which of these groups there still are. */
    survey: z.object({ suspects: z.array(z.string()) }).optional(),
  }),
]);
export type Acquired = z.infer<typeof Acquired>;

export const ReleaseRequest = Group.extend({
  /** Its group is left to the sweeper, and takes what it takes until somebody sees that it is gone. */
  isLeft: z.boolean().optional(),
  /** The message of the quota or throttle that refused the group. */
  refusal: z.string().optional(),
});
export type ReleaseRequest = z.infer<typeof ReleaseRequest>;

/** Of all groups of a job, or of one of them. */
export const LeaveRequest = At.extend({ job: z.string(), name: z.string().optional() });
export type LeaveRequest = z.infer<typeof LeaveRequest>;

export const SurveyReport = At.extend({
  /** Undefined: Azure could not be asked. */
  limits: Limits.partial().optional(),
  usage: Use.partial().optional(),
  /** Suspects of which there is no group. */
  gone: z.array(z.string()),
});
export type SurveyReport = z.infer<typeof SurveyReport>;
