import { QueueClient } from '@azure/storage-queue';
import type { TokenCredential } from '@azure/identity';
import type { RejectedMessage, RejectedMessages } from '../ports.ts';

/** A message holds at most 64 KiB: https://learn.microsoft.com/azure/storage/queues/scalability-targets */
const maxBytes = 64 * 1024;
const maxErrorLength = 300;

/** The queue `jobs-rejected`, which the deployment creates. Its messages stay until somebody takes them. */
export class AzureRejectedMessages implements RejectedMessages {
  private readonly queue: QueueClient;

  constructor(queueServiceUrl: string, credential: TokenCredential) {
    this.queue = new QueueClient(`${queueServiceUrl}/jobs-rejected`, credential);
  }

  async put(message: RejectedMessage): Promise<void> {
    await this.queue.sendMessage(textOf(message), { messageTimeToLive: -1 });
  }
}

/** The original as it came, or, where that is too long for a message, its beginning as text. */
function textOf({ trigger, reason, errors, original }: RejectedMessage): string {
  const named = errors.slice(0, 51).map(({ path, message }) => ({
    path: path.slice(0, maxErrorLength),
    message: message.slice(0, maxErrorLength),
  }));
  const whole = JSON.stringify({ trigger, reason, errors: named, original: original ?? null });
  if (Buffer.byteLength(whole) <= maxBytes) return whole;
  const text = typeof original === 'string' ? original : JSON.stringify(original);
  for (let length = 32_000; ; length = Math.floor(length / 2)) {
    const cut = JSON.stringify({
      trigger,
      reason: reason.slice(0, 1000),
      errors: named,
      original: text.slice(0, length),
      originalIsCutFrom: text.length,
    });
    if (Buffer.byteLength(cut) <= maxBytes || length === 0) return cut;
  }
}
