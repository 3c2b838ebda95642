import { type DequeuedMessageItem, type QueueClient, RestError } from '@azure/storage-queue';
import type { QueueSettings } from '../host-json.ts';
import { type LeaseOptions, MessageLease } from './message-lease.ts';

interface MessageProcessorOptions extends LeaseOptions {
  readonly settings: QueueSettings;
  /** Undefined when the queue is a poison queue itself. */
  readonly poisonQueue: QueueClient | undefined;
  /** Runs the function; rejects when it failed. */
  readonly run: (message: DequeuedMessageItem) => Promise<void>;
}

/**
 * Runs the function on a message: then the message is deleted, or after a failure shown again, or after the last try
 * moved to the poison queue.
 * https://learn.microsoft.com/azure/azure-functions/functions-bindings-storage-queue-trigger#poison-messages
 */
export class MessageProcessor {
  private readonly options: MessageProcessorOptions;

  constructor(options: MessageProcessorOptions) {
    this.options = options;
  }

  /** Never rejects: a message that could not be dealt with is shown again by the storage in its time. */
  async handle(message: DequeuedMessageItem): Promise<void> {
    const lease = new MessageLease(message, this.options);
    try {
      await this.process(message, lease);
    } catch (error) {
      this.options.log.warn(
        { messageId: message.messageId, err: error },
        'a message could not be deleted or shown again',
      );
    }
  }

  async giveBack(message: DequeuedMessageItem): Promise<void> {
    await new MessageLease(message, this.options).release(0).catch(() => undefined);
  }

  private async process(message: DequeuedMessageItem, lease: MessageLease): Promise<void> {
    const { settings, run } = this.options;
    // A host that was killed in the last try has left no verdict.
    if (message.dequeueCount > settings.maxDequeueCount) {
      await this.poison(message, lease);
      return;
    }
    const hasSucceeded = await run(message).then(
      () => true,
      () => false,
    );
    if (hasSucceeded) await lease.delete();
    else if (message.dequeueCount >= settings.maxDequeueCount) await this.poison(message, lease);
    else await lease.release(settings.visibilityTimeout);
  }

  private async poison(message: DequeuedMessageItem, lease: MessageLease): Promise<void> {
    const { poisonQueue, settings, log } = this.options;
    if (!poisonQueue) {
      await lease.release(settings.visibilityTimeout);
      return;
    }
    await sendCreatingQueue(poisonQueue, message.messageText);
    await lease.delete();
    log.warn({ messageId: message.messageId, queue: poisonQueue.name }, 'a message was poison');
  }
}

async function sendCreatingQueue(queue: QueueClient, text: string): Promise<void> {
  try {
    await queue.sendMessage(text);
  } catch (error) {
    if (!(error instanceof RestError && error.code === 'QueueNotFound')) throw error;
    await queue.createIfNotExists();
    await queue.sendMessage(text);
  }
}
