import { nameOf } from './grants.ts';
import type { AdmissionState } from './state.ts';

/** Groups of a job that wait for a permit, those that have their turn first before others; at most so many of each size. */
export function waitingOf({ queues }: AdmissionState, job: string, limit: number): string[] {
  return queues
    .filter((queue) => queue.job === job)
    .flatMap((queue) => queue.waiting.slice(0, limit).map((suffix) => nameOf(queue, suffix)));
}
