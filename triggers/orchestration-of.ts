import { analyzeSentiment, renderScene, runJob } from '../jobs/contracts.ts';
import type { JobSpec } from '../jobs/job-spec.ts';

interface Orchestration {
  readonly name: string;
  readonly input: unknown;
}

/** What runs a job: a workload of ours has an orchestrator of its own, any other job is run as it was submitted. */
export function orchestrationOf(jobId: string, { workload, input }: JobSpec): Orchestration {
  switch (workload) {
    case 'sentiment':
      return { name: analyzeSentiment.name, input: { jobId, input } };
    case 'render':
      return { name: renderScene.name, input: { jobId, input } };
    case undefined:
      return { name: runJob.name, input: { jobId } };
  }
}
