import { z } from 'zod';
import { statuses } from '../definition/status.ts';

const RunErrorShape = z.object({ code: z.string(), message: z.string() });

/** What is known of one action of a run; of an action in a loop there is one for each turn. */
export const ActionRecord = z.object({
  name: z.string(),
  /** The turns of the loops around it: `Wait_until_terminal:3`; empty outside of loops. */
  turns: z.string(),
  status: z.enum([...statuses, 'Running']),
  startTime: z.string(),
  endTime: z.string().optional(),
  trackingId: z.string(),
  code: z.string().optional(),
  error: RunErrorShape.optional(),
  inputs: z.unknown().optional(),
  outputs: z.unknown().optional(),
  trackedProperties: z.unknown().optional(),
  secured: z.object({ inputs: z.boolean(), outputs: z.boolean() }),
  /** What the action remembers over a `kill -9`. */
  progress: z.unknown().optional(),
});
export type ActionRecord = z.infer<typeof ActionRecord>;

/** What started a run. */
const TriggerRecord = z.object({
  name: z.string(),
  startTime: z.string(),
  endTime: z.string(),
  inputs: z.unknown().optional(),
  outputs: z.unknown().optional(),
  secured: z.object({ inputs: z.boolean(), outputs: z.boolean() }),
});

export const RunRecord = z.object({
  /** As Azure makes them: unique, and the newest sorts first. */
  name: z.string(),
  workflow: z.string(),
  /** Of the definition that the run keeps, whatever becomes of the file. */
  version: z.string(),
  status: z.enum(['Waiting', 'Running', 'Succeeded', 'Failed', 'Cancelled', 'TimedOut', 'Skipped']),
  startTime: z.string(),
  endTime: z.string().optional(),
  code: z.string().optional(),
  error: RunErrorShape.optional(),
  trigger: TriggerRecord,
  outputs: z.unknown().optional(),
});
export type RunRecord = z.infer<typeof RunRecord>;
