import { setTimeout } from 'node:timers/promises';
import { DefaultAzureCredential } from '@azure/identity';
import { ServiceBusClient } from '@azure/service-bus';
import { BlobServiceClient } from '@azure/storage-blob';
import { QueueServiceClient } from '@azure/storage-queue';
import { attemptIdOf, groupNameOf, taskIdOf, watcherIdOf } from '../../jobs/attempt.ts';
import type { Ready } from '../../local/support/service.ts';
import type { AppClient } from './app-client.ts';
import type { Kind, Meddling } from './kinds.ts';
import type { Round } from './plan.ts';
import { answerTo, within } from './until-answered.ts';

/** A job that is under way while processes are killed. Its number finds it among the others. */
export interface ChaosJob {
  readonly number: number;
  readonly kind: Kind;
  readonly round: Round;
}

const soon = { maxAttempts: 6, backoff: { first: 'PT2S', factor: 1 } };
const longestWaitMs = 60_000;
const retryOptions = { maxRetries: 2, retryDelayInMs: 500, timeoutInMs: 5_000 };

/** Sends jobs as their kinds say, and does to them what is to be done while they run. */
export class Sender {
  private readonly ready: Ready;
  private readonly app: AppClient;
  private readonly credential = new DefaultAzureCredential();

  constructor(ready: Ready, app: AppClient) {
    this.ready = ready;
    this.app = app;
  }

  /** Gets a token for storage that lasts longer than this: who gives it is about to be killed. */
  async start(): Promise<void> {
    await this.credential.getToken('https://storage.azure.com/.default');
  }

  async send(job: ChaosJob): Promise<void> {
    const { kind, number } = job;
    if (kind.fault) {
      const { region, operation, action } = kind.fault;
      // Not a later attempt of another job of this kind.
      await arm(this.ready, { match: { operation, region, group: '*-0-1' }, action });
    }
    switch (kind.trigger) {
      case 'http': {
        const id = await this.app.post(specOf(job), `chaos-${String(number)}`);
        if (kind.meddling) await this.meddle(id, kind.meddling);
        return;
      }
      case 'queue':
        return this.sendToQueue(JSON.stringify(specOf(job)));
      case 'serviceBus':
        return this.sendToBus(specOf(job), number);
      case 'blob':
        return this.upload(number);
    }
  }

  private async sendToQueue(text: string): Promise<void> {
    const queues = new QueueServiceClient(this.ready['storageQueue'] ?? '', this.credential);
    await queues.getQueueClient('jobs').sendMessage(text);
  }

  /** Sent again under its id, it is the same job; the SDK itself gives up when a broker dies while it is opened. */
  private async sendToBus(body: object, number: number): Promise<void> {
    const message = { body, messageId: `chaos-${String(number)}`, replyTo: 'job-replies' };
    for (let tries = 1; ; tries += 1) {
      const bus = new ServiceBusClient(this.ready['serviceBusConnectionString'] ?? '', {
        retryOptions,
      });
      try {
        await bus.createSender('jobs').sendMessages(message);
        return;
      } catch (error) {
        if (tries === 30) throw error;
        await setTimeout(500);
      } finally {
        await bus.close();
      }
    }
  }

  private async upload(number: number): Promise<void> {
    const text = `{"id":"a","text":"What a lovely day. The soup was cold."}\n`;
    const blobs = new BlobServiceClient(this.ready['blob'] ?? '', this.credential);
    const reviews = blobs.getContainerClient('reviews');
    const blob = reviews.getBlockBlobClient(`chaos-${String(number)}.jsonl`);
    await blob.upload(text, Buffer.byteLength(text));
  }

  private async meddle(id: string, meddling: Meddling): Promise<void> {
    await within(longestWaitMs, async () => {
      const { tasks, phase } = await this.app.get(id);
      return tasks.running > 0 || phase === 'over' ? true : undefined;
    });
    if (meddling === 'cancel') await this.app.cancel(id);
    else await this.app.terminate(instanceOf(id, meddling));
  }
}

function instanceOf(jobId: string, meddling: Exclude<Meddling, 'cancel'>): string {
  const first = { jobId, task: 0, attempt: 1 };
  const instances = {
    job: jobId,
    lane: `${jobId}-lane-0`,
    task: taskIdOf(jobId, 0),
    attempt: attemptIdOf(first),
    watcher: watcherIdOf(groupNameOf(first)),
  };
  return instances[meddling];
}

function specOf({ kind, number, round: { regions } }: ChaosJob): object {
  return {
    name: `chaos-${String(number)}`,
    labels: { chaos: String(number) },
    regions,
    retry: soon,
    notify: [{ storageQueue: 'job-notices' }],
    ...kind.spec,
  };
}

/** Asks the emulator for a fault. */
export async function arm(ready: Ready, fault: object): Promise<void> {
  const body = JSON.stringify(fault);
  const url = `${ready['arm'] ?? ''}/_emu/faults`;
  const { status, text } = await answerTo(url, { method: 'POST', body });
  if (status >= 400) throw new Error(`POST /_emu/faults: ${text}`);
}
