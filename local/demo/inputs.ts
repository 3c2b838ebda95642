import { DefaultAzureCredential } from '@azure/identity';
import { BlobServiceClient } from '@azure/storage-blob';
import { QueueServiceClient } from '@azure/storage-queue';
import type { Ready } from '../support/service.ts';
import type { JobsApi } from './jobs-api.ts';
import { sotuAsJsonLines } from './sotu.ts';

/** A way in, and what goes in there. `find` names the job that comes of it. */
export interface Input {
  readonly trigger: 'blob' | 'http' | 'queue';
  readonly title: string;
  send(): Promise<void>;
}

const failingJob = {
  name: 'exits-with-3',
  group: {
    properties: {
      containers: [
        {
          name: 'main',
          properties: {
            image: 'durable-aci/sentiment:latest',
            command: ['/bin/sh', '-c', 'echo "job $JOB_ID: the input makes no sense" >&2; exit 3'],
          },
        },
      ],
      restartPolicy: 'Never',
    },
  },
};

/** One input for each trigger, sent by Azure's own clients. */
export function demoInputs(ready: Ready, api: JobsApi): readonly Input[] {
  const credential = new DefaultAzureCredential();
  return [
    {
      trigger: 'blob',
      title: 'sentiment of the State of the Union addresses',
      send: async () => {
        const blobs = new BlobServiceClient(ready['blob'] ?? '', credential);
        const text = sotuAsJsonLines();
        const blob = blobs.getContainerClient('reviews').getBlockBlobClient('sotu.jsonl');
        await blob.upload(text, Buffer.byteLength(text));
      },
    },
    {
      trigger: 'http',
      title: 'a picture, rendered in tiles',
      send: async () => {
        await api.post({ name: 'spheres', workload: 'render', input: {} });
      },
    },
    {
      trigger: 'queue',
      title: 'a container that exits with 3',
      send: async () => {
        const queues = new QueueServiceClient(ready['storageQueue'] ?? '', credential);
        await queues.getQueueClient('jobs').sendMessage(JSON.stringify(failingJob));
      },
    },
  ];
}
