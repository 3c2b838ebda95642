import { rm } from 'node:fs/promises';
import process from 'node:process';
import { DefaultAzureCredential } from '@azure/identity';
import { BlobServiceClient, type ContainerClient } from '@azure/storage-blob';
import { type QueueClient, QueueServiceClient } from '@azure/storage-queue';
import { becomeClientOf } from '../../local/demo/client.ts';
import { type Job, JobsApi } from '../../local/demo/jobs-api.ts';
import { type Stack, startStack } from '../../local/launcher/index.ts';
import type { ServiceName } from '../../local/launcher/service-names.ts';
import { recorderArgs } from '../contract/arm/recorder-args.ts';
import { eventually } from '../support/eventually.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

/** A stack of its own for one test file, with clients that anyone could have made from its READY line. */
export interface TestStack {
  readonly stack: Stack;
  readonly api: JobsApi;
  container(name: string): ContainerClient;
  queue(name: string): QueueClient;
  /** Calls the app; the function key is added. */
  request(method: string, path: string, init?: RequestInit): Promise<Response>;
  /** The job once it is over. */
  whenOver(id: string): Promise<Job>;
  /** The first job that fits, as soon as there is one. */
  whenListed(fits: (job: Job) => boolean): Promise<Job>;
  stop(): Promise<void>;
}

interface TestStackOptions {
  readonly serviceBusConfig?: string;
  /** Beside those that every job needs. */
  readonly also?: readonly ServiceName[];
}

export async function startTestStack({
  serviceBusConfig,
  also = [],
}: TestStackOptions = {}): Promise<TestStack> {
  const dataFolder = await temporaryFolder('stack');
  const stack = await startStack({
    root: process.cwd(),
    dataFolder,
    ports: 'random',
    engine: 'process',
    limits: 'unlimited',
    nodeArgs: recorderArgs(),
    only: ['storage', 'aci', 'service-bus', ...also, 'host'],
    ...(serviceBusConfig !== undefined && { serviceBusConfig }),
  });
  await becomeClientOf(stack.ready);
  const credential = new DefaultAzureCredential();
  const blobs = new BlobServiceClient(stack.ready['blob'] ?? '', credential);
  const queues = new QueueServiceClient(stack.ready['storageQueue'] ?? '', credential);
  const api = new JobsApi(stack.ready);
  return {
    stack,
    api,
    container: (name) => blobs.getContainerClient(name),
    queue: (name) => queues.getQueueClient(name),
    request: (method, target, init = {}) => {
      const headers = new Headers(init.headers);
      headers.set('x-functions-key', stack.ready['functionKey'] ?? '');
      return fetch(`${stack.ready['functions'] ?? ''}${target}`, { ...init, method, headers });
    },
    whenOver: (id) =>
      eventually(async () => {
        const job = await api.get(id);
        return job.phase === 'over' ? job : undefined;
      }),
    whenListed: (fits) => eventually(async () => (await api.list()).find(fits)),
    stop: async () => {
      await stack.stop();
      await rm(dataFolder, { recursive: true });
    },
  };
}
