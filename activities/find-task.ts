import type { ActivityHandler } from 'durable-functions';
import * as contracts from '../jobs/contracts.ts';
import type { Deps } from './deps.ts';
import { implement } from './implement.ts';
import { taskAt } from './plan-retry.ts';

export function findTask({ artifacts }: Pick<Deps, 'artifacts'>): ActivityHandler {
  return implement(contracts.findTask, ({ jobId, position }) => taskAt(artifacts, jobId, position));
}
