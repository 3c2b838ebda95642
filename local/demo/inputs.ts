import { DefaultAzureCredential } from '@azure/identity';
import { ServiceBusClient } from '@azure/service-bus';
import { BlobServiceClient } from '@azure/storage-blob';
import { QueueServiceClient } from '@azure/storage-queue';
import type { Ready } from '../support/service.ts';
import type { Job, JobsApi } from './jobs-api.ts';
import { readLogicAppJob } from './logic-app.ts';
import { sotuAsJsonLines } from './sotu.ts';

/** A way in, and what goes in there. */
export interface Input {
  readonly trigger: string;
  readonly title: string;
  /** How its job is meant to end. */
  readonly expected: 'succeeded' | 'failed';
  send(): Promise<void>;
  /** The job that comes of it, as soon as there is one. */
  find(): Promise<Job | undefined>;
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

const smallRender = {
  name: 'preview',
  workload: 'render',
  input: { width: 240, height: 135, samples: 16, tiles: 2 },
};

/** One input for each trigger, sent by Azure's own clients. */
export function demoInputs(ready: Ready, api: JobsApi): readonly Input[] {
  const credential = new DefaultAzureCredential();
  const upload = async (container: string): Promise<void> => {
    const blobs = new BlobServiceClient(ready['blob'] ?? '', credential);
    const text = sotuAsJsonLines();
    const blob = blobs.getContainerClient(container).getBlockBlobClient('sotu.jsonl');
    await blob.upload(text, Buffer.byteLength(text));
  };
  const byDurable = (trigger: string) => ({
    trigger,
    find: async () => {
      const listed = (await api.list()).find((job) => job.trigger === trigger);
      return listed && (await api.get(listed.id));
    },
  });
  return [
    {
      ...byDurable('blob'),
      title: 'sentiment of the State of the Union addresses',
      expected: 'succeeded',
      send: () => upload('reviews'),
    },
    {
      ...byDurable('http'),
      title: 'a picture, rendered in tiles',
      expected: 'succeeded',
      send: async () => {
        await api.post({ name: 'spheres', workload: 'render', input: {} });
      },
    },
    {
      ...byDurable('queue'),
      title: 'a container that exits with 3',
      expected: 'failed',
      send: async () => {
        const queues = new QueueServiceClient(ready['storageQueue'] ?? '', credential);
        await queues.getQueueClient('jobs').sendMessage(JSON.stringify(failingJob));
      },
    },
    {
      ...byDurable('serviceBus'),
      title: 'a small picture, by a Service Bus message',
      expected: 'succeeded',
      send: async () => {
        const bus = new ServiceBusClient(ready['serviceBusConnectionString'] ?? '');
        await bus.createSender('jobs').sendMessages({ messageId: 'preview-1', body: smallRender });
        await bus.close();
      },
    },
    {
      trigger: 'logicApp',
      find: () => readLogicAppJob(ready),
      title: 'the same addresses, by a Logic App',
      expected: 'succeeded',
      send: () => upload('logic-reviews'),
    },
  ];
}
