import type { JobSpec } from '../job-spec.ts';
import { effectiveSpec } from '../plan.ts';
import { RenderInput } from './render-input.ts';
import { renderJob } from './render.ts';
import { SentimentInput } from './sentiment-input.ts';
import { sentimentJob } from './sentiment.ts';

/** A valid spec with what its workload makes of its input, as the orchestrator of that workload runs it. */
export function withWorkload(spec: JobSpec): JobSpec {
  switch (spec.workload) {
    case 'sentiment':
      return effectiveSpec(spec, sentimentJob(SentimentInput.parse(spec.input)));
    case 'render':
      return effectiveSpec(spec, renderJob(RenderInput.parse(spec.input)));
    case undefined:
      return spec;
  }
}
