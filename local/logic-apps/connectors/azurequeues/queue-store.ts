/** A message as the connector shows it: without its dequeue count. */
export interface QueueMessage {
  readonly MessageId: string;
  readonly InsertionTime: string;
  readonly ExpirationTime: string;
  readonly PopReceipt: string;
  readonly TimeNextVisible: string;
  readonly MessageText: string;
}

/** What the connector needs of a storage account. Each throws StorageRefusal with what the service answered, or NoAnswer. */
export interface QueueStore {
  readonly accountName: string;
  /** Takes messages, which nobody else sees for so many seconds. */
  receive(
    queue: string,
    options: { readonly count: number; readonly visibilitySeconds: number | undefined },
  ): Promise<readonly QueueMessage[]>;
  put(queue: string, text: string): Promise<void>;
  delete(queue: string, messageId: string, popReceipt: string): Promise<void>;
}
