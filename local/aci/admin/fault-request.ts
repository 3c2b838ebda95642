import { z } from 'zod';
import { parseLifecycleFaults } from '../model/lifecycle-fault.ts';

const longestDelayMs = 3_600_000;
const deeds = ['status', 'preset', 'delayMs', 'abort', 'truncate', 'lifecycle'] as const;
const pattern = z.string().min(1).max(200);
const delay = z.int().nonnegative().max(longestDelayMs);

const Lifecycle = z.string().superRefine((text, context) => {
  try {
    parseLifecycleFaults(text);
  } catch (error) {
    context.addIssue({ code: 'custom', message: error instanceof Error ? error.message : '' });
  }
});

/** Headers as HTTP can send them, but not those on which the connection depends. */
const FaultHeaders = z.record(
  z
    .string()
    .max(100)
    .regex(/^[A-Za-z0-9!#$%&'*+.^_`|~-]+$/, 'is not the name of a header')
    .refine(
      (name) => !/^(content-length|transfer-encoding|connection)$/i.test(name),
      'can not be set',
    ),
  z
    .string()
    .max(4000)
    .regex(/^[\x20-\x7e]*$/, 'has other than printable ASCII characters'),
);

/** Which requests a fault happens to; all that is said has to fit. */
const FaultMatch = z
  .strictObject({
    /** Such as ContainerGroups_CreateOrUpdate: the operationId of the API's specification. */
    operation: pattern.optional(),
    /** Names with `*` for any characters, without case. */
    group: pattern.optional(),
    container: pattern.optional(),
    region: pattern.optional(),
    /** The first matching request that it happens to; 1 = the next. */
    nth: z.int().positive().optional(),
    /** The part of the matching requests that it happens to, drawn by `seed`. */
    rate: z.number().min(0).max(1).optional(),
    /** The same seed and the same requests give the same failures. */
    seed: z.int().optional(),
    /** By the emulator's clock. */
    until: z.iso.datetime({ offset: true }).optional(),
  })
  .refine(({ nth, rate }) => nth === undefined || rate === undefined, {
    path: ['rate'],
    message: 'does not go with nth',
  });

/** What happens to a request that a fault matches. */
const FaultAction = z
  .strictObject({
    preset: z.enum(['throttled', 'expiredToken', 'serverError']).optional(),
    status: z.int().min(400).max(599).optional(),
    code: z.string().max(200).optional(),
    message: z.string().max(4000).optional(),
    headers: FaultHeaders.optional(),
    retryAfterSeconds: z.int().nonnegative().max(86_400).optional(),
    delayMs: z
      .union([
        delay,
        z
          .strictObject({ min: delay, max: delay })
          .refine(({ min, max }) => min <= max, 'has a min above its max'),
      ])
      .optional(),
    /** Cut the connection before the operation is done, or after it without saying so. */
    abort: z.enum(['before', 'after']).optional(),
    /** Cut the connection after so many bytes of the reply's body. */
    truncate: z.int().nonnegative().optional(),
    /** What happens to the group that the request creates. */
    lifecycle: Lifecycle.optional(),
    /** For how many requests: 1, or all when there is a `rate` or an `until`. */
    times: z.int().positive().optional(),
  })
  .refine((action) => deeds.some((deed) => action[deed] !== undefined), {
    message: `has to say one of ${deeds.join(', ')}`,
  });
export type FaultAction = z.infer<typeof FaultAction>;

export const FaultRequest = z.strictObject({ match: FaultMatch.prefault({}), action: FaultAction });
export type FaultRequest = z.infer<typeof FaultRequest>;
