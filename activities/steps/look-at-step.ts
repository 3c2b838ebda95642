import type { ActivityHandler } from 'durable-functions';
import { isPast } from '../../jobs/watch.ts';
import * as contracts from '../../jobs/steps/contracts.ts';
import { type Look, lookAt } from '../../jobs/steps/look.ts';
import type { Deps } from '../deps.ts';
import { implement } from '../implement.ts';

type Run = contracts.StepRun;

export function lookAtStep(deps: Pick<Deps, 'store' | 'now'>): ActivityHandler {
  return implement(contracts.lookAtStep, async (run) => {
    // An approval that is asked for is at `ask`, then it waits or is `late`, and then it is over.
    for (let turn = 0; turn < 4; turn += 1) {
      const look = await lookedAt(deps, run);
      if (look.look === 'ask') await ask(deps, run);
      else if (look.look === 'late') await decideLate(deps, run);
      else return look;
    }
    throw new Error(`Step ${run.step} of job ${run.jobId} does not come to rest.`);
  });
}

async function lookedAt({ store, now }: Pick<Deps, 'store' | 'now'>, run: Run): Promise<Look> {
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
async function ask({ store, now }: Pick<Deps, 'store' | 'now'>, run: Run): Promise<void> {
  const { jobId, step } = run;
  const seconds = (await store.listSteps(jobId))[step]?.approval?.seconds ?? 0;
  const until = new Date(now().getTime() + seconds * 1000).toISOString();
  const startedAt = now().toISOString();
  await store.changeStep(jobId, step, { state: 'running', startedAt, until });
}

/** Whoever says a word at the same moment is heard, or told that it was too late. */
async function decideLate({ store, now }: Pick<Deps, 'store' | 'now'>, run: Run): Promise<void> {
  const { jobId, step } = run;
  const row = (await store.listSteps(jobId))[step];
  if (!row?.approval || !isPast(row.until ?? '', now())) return;
  const approved = row.approval.onTimeout === 'approve';
  await store.decideStep(jobId, step, { approved, at: now().toISOString(), isLate: true });
}
