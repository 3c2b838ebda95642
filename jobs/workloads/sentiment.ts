import type { WorkloadSpec } from '../job-spec.ts';
import type { SentimentInput } from './sentiment-input.ts';
import { workloadGroup } from './workload-group.ts';

/** One container that scores the sentences of a blob of documents. */
export function sentimentJob({ blobUrl }: SentimentInput): WorkloadSpec {
  return { artifacts: { inputs: [blobUrl] }, group: workloadGroup({ image: 'sentiment' }) };
}
