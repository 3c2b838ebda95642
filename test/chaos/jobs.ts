import { DefaultAzureCredential } from '@azure/identity';
import { BlobServiceClient } from '@azure/storage-blob';
import { QueueServiceClient } from '@azure/storage-queue';
import type { JobsApi } from '../../local/demo/jobs-api.ts';
import type { Ready } from '../../local/support/service.ts';
import { shellJob } from '../support/shell-job.ts';

/** A job that is under way while processes are killed. Its number finds it among the others. */
export interface ChaosJob {
  readonly number: number;
  readonly trigger: 'http' | 'blob' | 'queue';
  readonly expected: 'succeeded' | 'failed';
  readonly send: () => Promise<void>;
}

/** Azure takes 100 creates in 5 minutes in each region, and jobs wait for that: rounds go round these. */
const regions = ['northeurope', 'eastus', 'eastus2', 'westus', 'westus2', 'uksouth'];

/** The jobs of a round: a fan-out with a reduce, a container that runs a while, one that fails, and a blob's. */
export function jobsOfRound(round: number, ready: Ready, api: JobsApi): readonly ChaosJob[] {
  const credential = new DefaultAzureCredential();
  const queue = new QueueServiceClient(ready['storageQueue'] ?? '', credential).getQueueClient(
    'jobs',
  );
  const reviews = new BlobServiceClient(ready['blob'] ?? '', credential).getContainerClient(
    'reviews',
  );
  const first = round * 4;
  const region = regions[round % regions.length];
  const named = (number: number): { name: string; labels: { chaos: string } } => ({
    name: `chaos-${String(number)}`,
    labels: { chaos: String(number) },
  });
  const post = (number: number, spec: object): Promise<unknown> =>
    // The key makes it right to send it again when the host died before it answered.
    untilAnswered(() =>
      api.post({ ...named(number), regions: [region], ...spec }, `chaos-${String(number)}`),
    );
  return [
    {
      number: first,
      trigger: 'http',
      expected: 'succeeded',
      send: async () => {
        const input = { width: 32, height: 18, samples: 1, tiles: 6, maxParallel: 3 };
        await post(first, { workload: 'render', input });
      },
    },
    {
      number: first + 1,
      trigger: 'http',
      expected: 'succeeded',
      send: async () => {
        await post(first + 1, shellJob('sleep 2; echo done'));
      },
    },
    {
      number: first + 2,
      trigger: 'queue',
      expected: 'failed',
      send: async () => {
        const spec = { ...named(first + 2), ...shellJob('sleep 1; exit 3') };
        await queue.sendMessage(JSON.stringify(spec));
      },
    },
    {
      number: first + 3,
      trigger: 'blob',
      expected: 'succeeded',
      send: async () => {
        const text = `{"id":"a","text":"What a lovely day. The soup was cold."}\n`;
        const blob = reviews.getBlockBlobClient(`chaos-${String(first + 3)}.jsonl`);
        await blob.upload(text, Buffer.byteLength(text));
      },
    },
  ];
}

/** Sends again what the connection lost: the host may be dead at this moment. */
export async function untilAnswered<T>(send: () => Promise<T>): Promise<T> {
  for (let tries = 1; ; tries += 1) {
    try {
      return await send();
    } catch (error) {
      if (!(error instanceof TypeError) || tries === 60) throw error;
      await new Promise((resolve) => setTimeout(resolve, 250));
    }
  }
}
