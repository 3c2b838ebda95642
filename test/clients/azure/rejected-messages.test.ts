import { QueueServiceClient } from '@azure/storage-queue';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { z } from 'zod';
import { AzureRejectedMessages } from '../../../clients/azure/rejected-messages.ts';
import type { RejectedMessage } from '../../../clients/ports.ts';
import { storageCredential } from '../../contract/support/credential.ts';
import { type RunningService, startStorage } from '../../contract/support/local-service.ts';

let storage: RunningService;
beforeAll(async () => {
  storage = await startStorage();
});
afterAll(() => storage.stop());

const Rejected = z.object({
  trigger: z.string(),
  reason: z.string(),
  errors: z.array(z.object({ path: z.string(), message: z.string() })),
  original: z.unknown(),
  originalIsCutFrom: z.int().optional(),
});

/** What a person finds in the queue after this message was put there. */
async function roundTrip(change: Partial<RejectedMessage>): Promise<z.infer<typeof Rejected>> {
  const rejected = new AzureRejectedMessages(
    storage.ready['storageQueue'] ?? '',
    storageCredential,
  );
  await rejected.put({ trigger: 'queue', reason: 'why', errors: [], original: {}, ...change });
  const connection = storage.ready['storageConnectionString'] ?? '';
  const queue = QueueServiceClient.fromConnectionString(connection).getQueueClient('jobs-rejected');
  const [message] = (await queue.receiveMessages()).receivedMessageItems;
  if (!message) throw new Error('There is no message.');
  await queue.deleteMessage(message.messageId, message.popReceipt);
  return Rejected.parse(JSON.parse(message.messageText));
}

describe('a rejected message', () => {
  test('holds the reason, the errors and the original as it came', async () => {
    const message = {
      trigger: 'blob',
      reason: 'The blob is empty',
      errors: [{ path: 'a.b', message: 'must be set' }],
      original: { a: ['ü', 1, null, '<&"\u2028'] },
    } as const;
    await expect(roundTrip(message)).resolves.toEqual(message);
  });

  test.each([
    ['a text', 'x'.repeat(64 * 1024)],
    ['a text that grows as JSON', '"\n'.repeat(32 * 1024)],
    ['a value', { items: Array.from({ length: 20_000 }, (_, i) => i) }],
  ])('that is too long for a queue holds the beginning of %s and says so', async (_, original) => {
    const text = typeof original === 'string' ? original : JSON.stringify(original);
    const found = await roundTrip({ original });
    expect(found.originalIsCutFrom).toBe(text.length);
    expect(text.startsWith(String(found.original))).toBe(true);
    expect(String(found.original).length).toBeGreaterThan(5_000);
  });

  test('keeps errors that would not fit short', async () => {
    const errors = Array.from({ length: 51 }, (_, i) => ({
      path: `f${i}.${'p'.repeat(5000)}`,
      message: 'm'.repeat(5000),
    }));
    const found = await roundTrip({ errors, original: 'x'.repeat(60_000) });
    expect(found.errors).toHaveLength(51);
    expect(found.errors[50]?.path).toMatch(/^f50\./);
  });
});
