import { rm } from 'node:fs/promises';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { ServiceBusReplies } from '../../../clients/azure/service-bus-replies.ts';
import { storageCredential } from '../../contract/support/credential.ts';
import { type BrokerProcess, startBroker } from '../../local/host/support/service-bus.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

let folder: string;
let broker: BrokerProcess;
let replies: ServiceBusReplies;
beforeAll(async () => {
  folder = await temporaryFolder('replies');
  broker = await startBroker(folder, { 'job-replies': {} });
  replies = new ServiceBusReplies({ connectionString: broker.connectionString }, storageCredential);
});
afterAll(async () => {
  await broker.stop();
  await rm(folder, { recursive: true });
});

const reply = {
  queue: 'job-replies',
  correlationId: 'c-1',
  messageId: 'reply-job1',
  body: '{"id":"job1","name":"ü"}',
};

test('a reply comes as JSON with its correlation id; sent again it has the same message id', async () => {
  await replies.send(reply);
  await replies.send(reply);
  const messages = await broker.peek('job-replies');
  expect(messages).toHaveLength(2);
  for (const message of messages) {
    expect(message).toMatchObject({
      body: { id: 'job1', name: 'ü' },
      contentType: 'application/json',
      correlationId: 'c-1',
      messageId: 'reply-job1',
    });
  }
});

test('a queue that is not there fails, naming it', async () => {
  await expect(replies.send({ ...reply, queue: 'elsewhere' })).rejects.toThrow('elsewhere');
});
