import type { OrchestrationContext } from 'durable-functions';
import * as contracts from '../jobs/contracts.ts';
import type { JobOutcome } from '../jobs/outcome.ts';
import { sentimentJob } from '../jobs/workloads/sentiment.ts';
import type { SentimentInput } from '../jobs/workloads/sentiment-input.ts';
import { callSub, type Orchestration } from './call.ts';

/** The workload `sentiment`: its input as a job of one container. */
export function* analyzeSentiment(context: OrchestrationContext): Orchestration<JobOutcome> {
  const { jobId, input } = context.df.getInput<{ jobId: string; input: SentimentInput }>();
  const run = { jobId, workloadSpec: sentimentJob(input) };
  return yield* callSub(context, contracts.runJob, run, `${jobId}-run`);
}
