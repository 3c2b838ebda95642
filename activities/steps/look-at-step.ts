import type { ActivityHandler } from 'durable-functions';
import type { JobOutcome } from '../../jobs/outcome.ts';
import { isPast } from '../../jobs/watch.ts';
import * as contracts from '../../jobs/steps/contracts.ts';
import { stepJobId, stepRunId } from '../../jobs/steps/ids.ts';
import { type Look, lookAt } from '../../jobs/steps/look.ts';
import type { Deps } from '../deps.ts';
import { implement } from '../implement.ts';
import { stateByClient, type StatesOf } from '../instance-state.ts';

type Run = contracts.AwaitRun;
type LookDeps = Pick<Deps, 'store' | 'now'>;

/** It needs the `durableClient` input. */
export function lookAtStep(deps: LookDeps, statesOf: StatesOf = stateByClient): ActivityHandler {
  return implement(contracts.lookAtStep, async (one, context) => {
    const stateOf = statesOf(context);
    // An approval that is asked for is at `ask`, then it waits or is `late`, and then it is over.
    for (let turn = 0; turn < 4; turn += 1) {
      const look = await lookedAt(deps, one);
      if (look.look === 'ask') await ask(deps, one);
      else if (look.look === 'late') await decideLate(deps, one);
      // At the first look nobody can have been terminated.
      else if (look.look !== 'wait' || !one.waits || !(await endedLost(deps, stateOf, one)))
        return look;
    }
    throw new Error(`Step ${one.step} of job ${one.jobId} does not come to rest.`);
  });
}

const terminated: JobOutcome = {
  status: 'failed',
  class: 'platform-error',
  message: 'its orchestration has come to an end without a word',
};

/** Ends those steps that this one waits for and that somebody has terminated; whether there were any. */
async function endedLost(
  { store, now }: LookDeps,
  stateOf: ReturnType<StatesOf>,
  { jobId, step }: Run,
): Promise<boolean> {
  const rows = await store.listSteps(jobId);
  let isAny = false;
  for (const other of rows[step]?.dependsOn ?? []) {
    const before = rows[other];
    if (!before || before.outcome) continue;
    const state = await stateOf(stepRunId(jobId, other));
    // One that waits to be started is absent, too, but has no mark of a beginning.
    if (state === 'alive' || (state === 'absent' && before.state === 'waiting')) continue;
    // It may have had its end since: the state is younger than the row.
    if ((await store.listSteps(jobId))[other]?.outcome) continue;
    isAny = true;
    await store.requestStop(stepJobId(jobId, other), 'cancelled');
    const end = { state: 'over', outcome: terminated, cleanup: 'leftToSweeper' } as const;
    await store.changeStep(jobId, other, { ...end, finishedAt: now().toISOString() });
  }
  return isAny;
}

async function lookedAt({ store, now }: LookDeps, run: Run): Promise<Look> {
  const { jobId, step, deadline } = run;
  const [rows, stop] = await Promise.all([store.listSteps(jobId), store.readStop(jobId)]);
  const isApproval = rows[step]?.kind === 'approval';
  const decision = isApproval ? await store.readDecision(jobId, step) : undefined;
  const look = lookAt(step, { rows, stop, decision, deadline, now: now() });
  if (look.look === 'over' && decision && !rows[step]?.outcome)
    await store.changeStep(jobId, step, { decision });
  return look;
}

/** From now on somebody is asked, until its time is over. */
async function ask({ store, now }: LookDeps, run: Run): Promise<void> {
  const { jobId, step } = run;
  const seconds = (await store.listSteps(jobId))[step]?.approval?.seconds ?? 0;
  const until = new Date(now().getTime() + seconds * 1000).toISOString();
  const startedAt = now().toISOString();
  await store.changeStep(jobId, step, { state: 'running', startedAt, until });
}

/** Whoever says a word at the same moment is heard, or told that it was too late. */
async function decideLate({ store, now }: LookDeps, run: Run): Promise<void> {
  const { jobId, step } = run;
  const row = (await store.listSteps(jobId))[step];
  if (!row?.approval || !isPast(row.until ?? '', now())) return;
  const approved = row.approval.onTimeout === 'approve';
  await store.decideStep(jobId, step, { approved, at: now().toISOString(), isLate: true });
}
