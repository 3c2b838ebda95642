import type { ActivityHandler } from 'durable-functions';
import * as contracts from '../../jobs/steps/contracts.ts';
import { stepJobId } from '../../jobs/steps/ids.ts';
import { judge } from '../../jobs/steps/judge.ts';
import type { Deps } from '../deps.ts';
import { implement } from '../implement.ts';

export function judgeSteps({ store }: Pick<Deps, 'store'>): ActivityHandler {
  return implement(contracts.judgeSteps, async ({ jobId }) => {
    const rows = await store.listSteps(jobId);
    // The job of a step that somebody has terminated goes on by itself.
    for (const { step, kind, outcome } of rows)
      if (kind === 'job' && !outcome) await store.requestStop(stepJobId(jobId, step), 'cancelled');
    const { compensate, ...end } = judge(rows);
    return { ...end, compensate: [...compensate] };
  });
}
