import { randomUUID } from 'node:crypto';
import { setTimeout } from 'node:timers/promises';
import {
  ServiceBusClient,
  type ServiceBusReceiver,
  type ServiceBusSender,
} from '@azure/service-bus';

/** What the clients know for sure, over all lives of the broker. */
export class Ledger {
  readonly sent = new Set<string>();
  readonly received = new Set<string>();
  readonly completed = new Set<string>();
  readonly resurrected: string[] = [];

  lost(): string[] {
    return [...this.sent].filter((id) => !this.received.has(id));
  }

  receive(id: string): void {
    this.received.add(id);
    if (this.completed.has(id)) this.resurrected.push(id);
  }
}

const queue = 'jobs';
const senders = 2;
const receivers = 2;
const mostAtOnce = 50;
const body = 'x'.repeat(500);
const mostCloseMs = 2_000;

/** Clients that send and complete as fast as they can, until `stop` or until their broker is gone. */
export class Load {
  private readonly ledger: Ledger;
  private readonly client: ServiceBusClient;
  private isStopped = false;

  constructor(connectionString: string, ledger: Ledger) {
    this.ledger = ledger;
    const retryOptions = { maxRetries: 0, timeoutInMs: 2000 };
    this.client = new ServiceBusClient(connectionString, { retryOptions });
    for (let one = 0; one < senders; one += 1) void this.send(this.client.createSender(queue));
    for (let one = 0; one < receivers; one += 1)
      void this.complete(this.client.createReceiver(queue));
  }

  /** The broker is gone. The SDK, where it was opening a link just then, waits a minute for it before it closes. */
  async stop(): Promise<void> {
    this.isStopped = true;
    const closed = this.client.close().catch(() => undefined);
    await Promise.race([closed, setTimeout(mostCloseMs, undefined, { ref: false })]);
  }

  /** Single messages and batches in turn; an answer that does not come says nothing. */
  private async send(sender: ServiceBusSender): Promise<void> {
    for (let count = 1; !this.isStopped; count = (count % 5) + 1) {
      const ids = Array.from({ length: count }, () => randomUUID());
      try {
        await sender.sendMessages(ids.map((messageId) => ({ messageId, body })));
        for (const id of ids) this.ledger.sent.add(id);
      } catch {
        return;
      }
    }
  }

  private async complete(receiver: ServiceBusReceiver): Promise<void> {
    while (!this.isStopped) {
      try {
        const messages = await receiver.receiveMessages(mostAtOnce, { maxWaitTimeInMs: 200 });
        for (const { messageId } of messages) this.ledger.receive(String(messageId));
        await Promise.all(
          messages.map(async (message) => {
            await receiver.completeMessage(message);
            this.ledger.completed.add(String(message.messageId));
          }),
        );
      } catch {
        return;
      }
    }
  }
}

/** Completes all that is there; nothing is sent meanwhile. */
export async function drain(connectionString: string, ledger: Ledger): Promise<void> {
  const client = new ServiceBusClient(connectionString);
  const receiver = client.createReceiver(queue);
  for (;;) {
    const messages = await receiver.receiveMessages(500, { maxWaitTimeInMs: 1000 });
    if (messages.length === 0) break;
    for (const { messageId } of messages) ledger.receive(String(messageId));
    await Promise.all(messages.map((message) => receiver.completeMessage(message)));
  }
  await client.close();
}
