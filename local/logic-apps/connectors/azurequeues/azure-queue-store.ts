import type { QueueServiceClient } from '@azure/storage-queue';
import { storageCall } from '../storage-call.ts';
import type { QueueMessage, QueueStore } from './queue-store.ts';

/** The queues of one account, by the SDK. */
export class AzureQueueStore implements QueueStore {
  readonly accountName: string;
  private readonly service: QueueServiceClient;

  constructor(service: QueueServiceClient) {
    this.service = service;
    this.accountName = service.accountName;
  }

  receive(
    queue: string,
    options: { readonly count: number; readonly visibilitySeconds: number | undefined },
  ): Promise<readonly QueueMessage[]> {
    const { count, visibilitySeconds } = options;
    return storageCall(async () => {
      const { receivedMessageItems } = await this.service.getQueueClient(queue).receiveMessages({
        numberOfMessages: count,
        ...(visibilitySeconds !== undefined && { visibilityTimeout: visibilitySeconds }),
      });
      return receivedMessageItems.map((item) => ({
        MessageId: item.messageId,
        InsertionTime: item.insertedOn.toUTCString(),
        ExpirationTime: item.expiresOn.toUTCString(),
        PopReceipt: item.popReceipt,
        TimeNextVisible: item.nextVisibleOn.toUTCString(),
        MessageText: item.messageText,
      }));
    });
  }

  async put(queue: string, text: string): Promise<void> {
    await storageCall(() => this.service.getQueueClient(queue).sendMessage(text));
  }

  async delete(queue: string, messageId: string, popReceipt: string): Promise<void> {
    await storageCall(() =>
      this.service.getQueueClient(queue).deleteMessage(messageId, popReceipt),
    );
  }
}
