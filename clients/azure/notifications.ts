import type { TokenCredential } from '@azure/identity';
import { QueueClient } from '@azure/storage-queue';
import type { Notice, Notifications, Replies } from '../ports.ts';
import { Webhooks } from './webhooks.ts';

interface NotificationOptions {
  readonly queueServiceUrl: string;
  readonly credential: TokenCredential;
  /** Of the namespace whose queues and topics may be named. */
  readonly serviceBus: Replies | undefined;
  /** Signs webhooks; without it there are none. */
  readonly webhookSecret: string | undefined;
}

/** Notices by the queues of the jobs account, by Service Bus, or by webhook. */
export class AzureNotifications implements Notifications {
  private readonly options: NotificationOptions;
  private readonly webhooks: Webhooks | undefined;

  constructor(options: NotificationOptions) {
    this.options = options;
    const { webhookSecret: secret } = options;
    this.webhooks = secret === undefined ? undefined : new Webhooks({ secret });
  }

  async send({ target, id, jobId, body }: Notice): Promise<void> {
    const { storageQueue, serviceBusQueue, serviceBusTopic, webhook } = target;
    const entity = serviceBusQueue ?? serviceBusTopic;
    if (storageQueue !== undefined) await this.putOn(storageQueue, body);
    else if (entity !== undefined) await this.publish(entity, { id, jobId, body });
    else if (webhook !== undefined) await this.call(webhook, { id, body });
  }

  private async putOn(queue: string, body: string): Promise<void> {
    const { queueServiceUrl, credential } = this.options;
    const client = new QueueClient(`${queueServiceUrl}/${queue}`, credential);
    await client.sendMessage(body, { messageTimeToLive: -1 });
  }

  /** A sender of a topic is the same as that of a queue; duplicate detection goes by the message's id. */
  private async publish(
    queue: string,
    { id, jobId, body }: Pick<Notice, 'id' | 'jobId' | 'body'>,
  ): Promise<void> {
    const { serviceBus } = this.options;
    if (!serviceBus)
      throw new Error('Service Bus notices need the settings of ServiceBusConnection.');
    await serviceBus.send({ queue, correlationId: jobId, messageId: id, body });
  }

  private async call(url: string, { id, body }: Pick<Notice, 'id' | 'body'>): Promise<void> {
    if (!this.webhooks) throw new Error('Webhooks need the setting NOTIFY_WEBHOOK_SECRET.');
    await this.webhooks.post(url, { id, body });
  }
}
