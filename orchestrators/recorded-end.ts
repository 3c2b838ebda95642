import type { OrchestrationContext } from 'durable-functions';
import * as contracts from '../jobs/contracts.ts';
import type { TaskEnd } from '../jobs/runs.ts';
import { call, type Orchestration } from './call.ts';

const firstWaitMs = 10_000;
const longestWaitMs = 60 * 60 * 1000;
/** A task ends by the deadline of its job, and needs a while for its group to be deleted. */
const graceMs = 10 * 60 * 1000;

interface Begun {
  readonly jobId: string;
  readonly task: number;
  readonly deadline: string;
}

/** Once might be too early: its start may be on its way. */
const looksUntilUnknown = 2;

/**
 * The end of a task that somebody else was given, once it has been recorded; undefined when nobody ever began it. After
 * the job's deadline it is not waited for any longer: timedOut, and its group, if it has one, is the sweeper's. At most
 * 190 looks in the 7 days of a job.
 */
export function* recordedEnd(
  context: OrchestrationContext,
  { jobId, task, deadline }: Begun,
): Orchestration<TaskEnd | undefined> {
  const last = new Date(deadline).getTime() + graceMs;
  let unknown = 0;
  for (let waitMs = firstWaitMs; ; waitMs = Math.min(2 * waitMs, longestWaitMs)) {
    const { end, isUnknown } = yield* call(context, contracts.readTaskEnd, { jobId, task });
    if (end) return end;
    unknown = isUnknown ? unknown + 1 : 0;
    if (unknown === looksUntilUnknown) return undefined;
    const now = context.df.currentUtcDateTime.getTime();
    if (now >= last) return { outcome: { status: 'timedOut' }, cleanup: 'leftToSweeper' };
    yield context.df.createTimer(new Date(now + waitMs));
  }
}
