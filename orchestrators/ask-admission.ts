import { EntityId, type OrchestrationContext, type Task } from 'durable-functions';
import type { Contract } from '../jobs/contract.ts';
import * as contracts from '../jobs/admission/contracts.ts';
import type { Wake } from '../jobs/admission/requests.ts';

type Run = Pick<contracts.AdmitRun, 'target' | 'region'>;

/** An operation of the admission entity of a region, to be yielded. It is told the time, which it cannot know. */
export function askTask<I extends { readonly at: number }>(
  { df }: OrchestrationContext,
  run: Run,
  operation: Contract<I, Wake>,
  request: Omit<I, 'at'>,
): Task {
  const id = new EntityId(contracts.admissionEntity, contracts.admissionKeyOf(run));
  const at = Math.floor(df.currentUtcDateTime.getTime() / 1000);
  return df.callEntity(id, operation.name, { ...request, at });
}

/** The activity that tells those who were given a permit; undefined when there is nobody. */
export function wakeTask(
  { df }: OrchestrationContext,
  { wake }: Wake,
  isStopped = false,
): Task | undefined {
  if (wake.length === 0) return undefined;
  const input = { names: wake, ...(isStopped && { isStopped }) };
  return df.callActivity(contracts.wakeWaiters.name, input);
}
