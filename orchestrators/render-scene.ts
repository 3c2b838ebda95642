import type { OrchestrationContext } from 'durable-functions';
import * as contracts from '../jobs/contracts.ts';
import type { JobOutcome } from '../jobs/outcome.ts';
import { renderJob } from '../jobs/workloads/render.ts';
import type { RenderInput } from '../jobs/workloads/render-input.ts';
import { callSub, type Orchestration } from './call.ts';

/** The workload `render`: its input as a job of one container per tile, and one that merges them. */
export function* renderScene(context: OrchestrationContext): Orchestration<JobOutcome> {
  const { jobId, input } = context.df.getInput<{ jobId: string; input: RenderInput }>();
  const run = { jobId, workloadSpec: renderJob(input) };
  return yield* callSub(context, contracts.runJob, run, `${jobId}-run`);
}
