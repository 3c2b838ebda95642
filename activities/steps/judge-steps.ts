import type { ActivityHandler } from 'durable-functions';
import * as contracts from '../../jobs/steps/contracts.ts';
import { judge } from '../../jobs/steps/judge.ts';
import type { Deps } from '../deps.ts';
import { implement } from '../implement.ts';

export function judgeSteps({ store }: Pick<Deps, 'store'>): ActivityHandler {
  return implement(contracts.judgeSteps, async ({ jobId }) => {
    const { compensate, ...end } = judge(await store.listSteps(jobId));
    return { ...end, compensate: [...compensate] };
  });
}
