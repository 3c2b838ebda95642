import { QueueServiceClient } from '@azure/storage-queue';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { AzureNotifications } from '../../../clients/azure/notifications.ts';
import type { Reply } from '../../../clients/ports.ts';
import { storageCredential } from '../../contract/support/credential.ts';
import { type RunningService, startStorage } from '../../contract/support/local-service.ts';

let storage: RunningService;
beforeAll(async () => {
  storage = await startStorage();
});
afterAll(() => storage.stop());

const notice = { id: 'notice-job1-0', jobId: 'job1', body: '{"ü":"<&>"}' };
const notifications = (sent?: Reply[]) =>
  new AzureNotifications({
    queueServiceUrl: storage.ready['storageQueue'] ?? '',
    credential: storageCredential,
    serviceBus: sent && {
      send: (reply) => {
        sent.push(reply);
        return Promise.resolve();
      },
    },
    webhookSecret: undefined,
  });

describe('a notice', () => {
  test('lies in the storage queue as it is', async () => {
    await notifications().send({ ...notice, target: { storageQueue: 'job-notices' } });
    const connection = storage.ready['storageConnectionString'] ?? '';
    const queue = QueueServiceClient.fromConnectionString(connection).getQueueClient('job-notices');
    const { receivedMessageItems } = await queue.receiveMessages();
    expect(receivedMessageItems.map(({ messageText }) => messageText)).toEqual([notice.body]);
  });

  test('fails for a queue that is not there, so that it is tried again', async () => {
    const lost = notifications().send({ ...notice, target: { storageQueue: 'not-there' } });
    await expect(lost).rejects.toMatchObject({ statusCode: 404 });
  });

  test.each([{ serviceBusQueue: 'done' }, { serviceBusTopic: 'done' }])(
    'goes by Service Bus with its id as the message’s, and the job’s to correlate by: %j',
    async (target) => {
      const sent: Reply[] = [];
      await notifications(sent).send({ ...notice, target });
      expect(sent).toEqual([
        { queue: 'done', messageId: notice.id, correlationId: 'job1', body: notice.body },
      ]);
    },
  );

  test.each([
    [{ serviceBusQueue: 'done' }, 'ServiceBusConnection'],
    [{ webhook: 'https://hooks.example.com' }, 'NOTIFY_WEBHOOK_SECRET'],
  ])('says which setting is missing for %j', async (target, setting) => {
    await expect(notifications().send({ ...notice, target })).rejects.toThrow(setting);
  });
});
