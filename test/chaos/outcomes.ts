import { DefaultAzureCredential } from '@azure/identity';
import { ServiceBusClient } from '@azure/service-bus';
import { QueueServiceClient } from '@azure/storage-queue';
import { z } from 'zod';
import type { Ready } from '../../local/support/service.ts';
import type { Job } from './app-client.ts';

const Outcome = z.looseObject({
  status: z.string(),
  class: z.string().optional(),
  exitCode: z.int().optional(),
});
const Told = z.looseObject({ id: z.string(), outcome: Outcome });
const Notice = z.looseObject({ id: z.string(), job: Told });

/** Status, class and exit code, such as `failed container-exit 3`. */
export function outcomeText(outcome: Job['outcome']): string {
  if (!outcome) return 'none';
  const { status, class: name, exitCode } = outcome;
  return [status, name, exitCode].filter((part) => part !== undefined).join(' ');
}

/** What others were told of jobs' ends: each job's outcomes, of which there may be repeats but no two different ones. */
export class ToldOutcomes {
  readonly ofJobs = new Map<string, Set<string>>();
  /** Messages that were sent again, which their receivers know by their ids. */
  repeats = 0;
  private readonly seen = new Set<string>();

  /** Takes all notices and replies that there are. */
  async read(ready: Ready): Promise<void> {
    for (const text of await notices(ready)) {
      const { id, job } = Notice.parse(JSON.parse(text));
      this.take(id, job);
    }
    for (const { id, body } of await replies(ready)) this.take(id, Told.parse(body));
  }

  private take(message: string, { id, outcome }: z.infer<typeof Told>): void {
    if (this.seen.has(message)) this.repeats += 1;
    this.seen.add(message);
    const outcomes = this.ofJobs.get(id) ?? new Set();
    this.ofJobs.set(id, outcomes.add(outcomeText(outcome)));
  }
}

async function notices(ready: Ready): Promise<string[]> {
  const service = new QueueServiceClient(ready['storageQueue'] ?? '', new DefaultAzureCredential());
  const queue = service.getQueueClient('job-notices');
  const texts: string[] = [];
  for (;;) {
    const options = { numberOfMessages: 32, visibilityTimeout: 600 };
    const { receivedMessageItems } = await queue.receiveMessages(options);
    if (receivedMessageItems.length === 0) return texts;
    texts.push(...receivedMessageItems.map(({ messageText }) => messageText));
  }
}

async function replies(ready: Ready): Promise<{ id: string; body: unknown }[]> {
  const bus = new ServiceBusClient(ready['serviceBusConnectionString'] ?? '');
  try {
    const receiver = bus.createReceiver('job-replies', { receiveMode: 'receiveAndDelete' });
    const found: { id: string; body: unknown }[] = [];
    for (;;) {
      const messages = await receiver.receiveMessages(100, { maxWaitTimeInMs: 1000 });
      if (messages.length === 0) return found;
      for (const { messageId, body } of messages)
        found.push({ id: String(messageId), body: body as unknown });
    }
  } finally {
    await bus.close();
  }
}
