import { z } from 'zod';

/** How a group is to be watched: what is known beforehand about when, and by what, its end will be noticed. */
export const Pace = z.object({
  /** So many containers report their exit themselves; absent: ARM alone tells. */
  reporters: z.int().optional(),
  /** Groups that run at the same time: as the region's queue has counted them, or the job's lanes. */
  running: z.int().optional(),
  /** From the first pull to the end, in past runs of the same image and command. */
  typicalSeconds: z.number().optional(),
  /** Most runs end within so many seconds of that. Absent in watches that began before this was kept. */
  spreadSeconds: z.number().optional(),
});
export type Pace = z.infer<typeof Pace>;

/** The pace beside so many groups; it matters only where containers report their exits. */
export function paceBeside(pace: Pace | undefined, running: number | undefined): Pace | undefined {
  return pace?.reporters === undefined || running === undefined ? pace : { ...pace, running };
}

/** What past runs of an image took: a mean that forgets, and how far runs are from it. */
export const PastRuns = z.object({
  runs: z.int(),
  meanSeconds: z.number(),
  deviationSeconds: z.number(),
});
export type PastRuns = z.infer<typeof PastRuns>;

/** So much the newest run counts for, once there are several. */
const newestWeight = 0.3;
/** Runs that differ by more than half of their mean say little about the next one. */
const mostDeviation = 0.5;
/** So much of its length the next run is thought to differ after a single one. */
const firstDeviation = 0.05;

/** Past runs with one more. */
export function withRun(past: PastRuns | undefined, seconds: number): PastRuns {
  if (!past) return { runs: 1, meanSeconds: seconds, deviationSeconds: 0 };
  const weight = Math.max(newestWeight, 1 / (past.runs + 1));
  const distance = Math.abs(seconds - past.meanSeconds);
  return {
    runs: past.runs + 1,
    meanSeconds: past.meanSeconds + weight * (seconds - past.meanSeconds),
    deviationSeconds: past.deviationSeconds + weight * (distance - past.deviationSeconds),
  };
}

/** When most runs end; undefined when past runs differ too much to say, or there are none. */
export function paceOfPast(
  past: PastRuns | undefined,
): Required<Pick<Pace, 'typicalSeconds' | 'spreadSeconds'>> | undefined {
  if (!past || past.deviationSeconds > mostDeviation * past.meanSeconds) return undefined;
  const { runs, meanSeconds, deviationSeconds } = past;
  const unseenSeconds = (meanSeconds * firstDeviation) / runs;
  return { typicalSeconds: meanSeconds, spreadSeconds: 2 * (deviationSeconds + unseenSeconds) };
}
