import type { OrchestrationContext } from 'durable-functions';
import { cleanupOf } from '../jobs/lane-end.ts';
import type { JobEnd, StepsPlan } from '../jobs/runs.ts';
import * as contracts from '../jobs/steps/contracts.ts';
import { stepRunId } from '../jobs/steps/ids.ts';
import { endSubs, type Orchestration } from './call.ts';
import { persistently } from './persistently.ts';
import { undidStep } from './run-step.ts';

/**
 * The part of `runJob` that owns a job of steps: all of them at once, each waiting for those before it, by one `all`; then,
 * when the job has not succeeded, one after the other what undoes those that have. How they ended is in their rows.
 */
export function* ranSteps(
  context: OrchestrationContext,
  { count }: StepsPlan,
  { jobId, deadline }: { readonly jobId: string; readonly deadline: string },
): Orchestration<JobEnd> {
  const subs = Array.from({ length: count }, (_, step) => ({
    input: { jobId, step, deadline },
    instanceId: stepRunId(jobId, step),
  }));
  yield* endSubs(context, contracts.runStep, subs);
  const { outcome, cleanup, compensate } = yield* persistently(context, contracts.judgeSteps, {
    jobId,
  });
  let left = cleanup;
  for (const step of compensate)
    left = cleanupOf([{ cleanup: left }, { cleanup: yield* undidStep(context, { jobId, step }) }]);
  return { outcome, cleanup: left };
}
