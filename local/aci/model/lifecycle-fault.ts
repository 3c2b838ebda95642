import { z } from 'zod';

/** At most a year: what is added to a time has to stay one. */
const seconds = z.coerce
  .number()
  .nonnegative()
  .max(366 * 24 * 3600);
const times = z.coerce.number().int().positive();
const instant = z.enum(['once', 'later']).default('once');

/** What can be made to happen to a group that it has not asked for, by a fault or by a tag `emu.fault` on the group. */
export const LifecycleFault = z.discriminatedUnion('kind', [
  /** No capacity: 409 at once, or an operation that fails later. */
  z.strictObject({ kind: z.literal('capacity'), at: z.enum(['once', 'later']).default('later') }),
  z.strictObject({ kind: z.literal('quota') }),
  z.strictObject({ kind: z.literal('registryBusy') }),
  z.strictObject({ kind: z.literal('imageMissing'), at: instant }),
  /** Pulls fail so many times; for ever when it is not said. */
  z.strictObject({ kind: z.literal('pullFail'), times: times.optional() }),
  z.strictObject({ kind: z.literal('pullSlow'), seconds: seconds.default(60) }),
  z.strictObject({ kind: z.literal('mountFail'), times: times.optional() }),
  z.strictObject({ kind: z.literal('stuckPending') }),
  z.strictObject({ kind: z.literal('stuckCreating') }),
  /** Containers stay Waiting. */
  z.strictObject({ kind: z.literal('stuckWaiting') }),
  /** Provisioning fails, and the containers run all the same. */
  z.strictObject({ kind: z.literal('provisioningFailed') }),
  /** Unhealthy so long after the start, then Repairing, then Running on another address. */
  z.strictObject({
    kind: z.literal('unhealthy'),
    afterSeconds: seconds.default(0),
    repairSeconds: seconds.default(10),
  }),
  /** All containers Waiting for a while, then from the start again. */
  z.strictObject({
    kind: z.literal('spotEvict'),
    afterSeconds: seconds.default(0),
    waitSeconds: seconds.default(1800),
  }),
  z.strictObject({
    kind: z.literal('platformKill'),
    afterSeconds: seconds.default(0),
    exitCode: z.coerce.number().int().min(7147).max(7148).default(7147),
  }),
  z.strictObject({ kind: z.literal('oom'), afterSeconds: seconds.default(0) }),
  z.strictObject({ kind: z.literal('logsNull'), times: times.optional() }),
  z.strictObject({ kind: z.literal('logsError'), times: times.optional() }),
  z.strictObject({ kind: z.literal('logsLag'), seconds: seconds.default(10) }),
  z.strictObject({ kind: z.literal('deleteLag'), seconds: seconds.default(10) }),
  z.strictObject({ kind: z.literal('deleteFail'), times: times.default(1) }),
  /** GET answers 404 for a while, though the group is there. */
  z.strictObject({
    kind: z.literal('ghost'),
    afterSeconds: seconds.default(0),
    seconds: seconds.default(10),
  }),
  /** The containers run once more after they have ended: ACI promises at least once. */
  z.strictObject({ kind: z.literal('duplicateStart') }),
]);
export type LifecycleFault = z.infer<typeof LifecycleFault>;

/**
 * Reads `kind:name=value,name=value; kind ...`, the form of tags and of fault actions, such as
 * `platformKill:afterSeconds=5,exitCode=7148; logsNull`. Throws one line with what is wrong.
 */
export function parseLifecycleFaults(text: string): LifecycleFault[] {
  return text
    .split(';')
    .map((part) => part.trim())
    .filter((part) => part !== '')
    .map(parseOne);
}

function parseOne(text: string): LifecycleFault {
  const [kind = '', parameters = ''] = text.split(':', 2);
  const pairs = parameters
    .split(',')
    .filter((pair) => pair.trim() !== '')
    .map((pair) => pair.split('=', 2).map((side) => side.trim()));
  const parsed = LifecycleFault.safeParse({
    kind: kind.trim(),
    ...Object.fromEntries(pairs.map(([name = '', value = '']) => [name, value])),
  });
  if (parsed.success) return parsed.data;
  const reasons = parsed.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`);
  throw new Error(`'${text}' is no fault: ${reasons.join('; ')}`);
}
