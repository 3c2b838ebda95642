import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { Broker } from './support/broker.ts';
import { bodiesOf, receiveOne } from './support/receive.ts';

let broker: Broker;
beforeEach(async () => {
  broker = await Broker.start();
});
afterEach(() => broker.stop());

test('a batch is filled up to the size that the queue takes, and comes message by message', async () => {
  const sender = broker.client.createSender('jobs');
  const batch = await sender.createMessageBatch();
  expect(batch.maxSizeInBytes).toBe(262_144);
  let count = 0;
  while (batch.tryAddMessage({ body: `${count} ${'x'.repeat(1000)}`, messageId: `m${count}` }))
    count += 1;
  expect(count).toBeGreaterThan(200);
  await sender.sendMessages(batch);
  const receiver = broker.client.createReceiver('jobs');
  const ids: unknown[] = [];
  while (ids.length < count) {
    const messages = await receiver.receiveMessages(count - ids.length, { maxWaitTimeInMs: 2000 });
    if (messages.length === 0) break;
    ids.push(...messages.map(({ messageId }) => messageId));
  }
  expect(ids).toEqual([...Array(count).keys()].map((number) => `m${number}`));
});

test('each message of a batch keeps its own properties', async () => {
  await broker.client.createSender('jobs').sendMessages([
    { body: 'a', subject: 'first', applicationProperties: { n: 1 } },
    { body: 'b', subject: 'second', applicationProperties: { n: 2 }, timeToLive: 5000 },
  ]);
  const receiver = broker.client.createReceiver('jobs');
  expect(await receiveOne(receiver)).toMatchObject({
    subject: 'first',
    applicationProperties: { n: 1 },
  });
  expect(await receiveOne(receiver)).toMatchObject({
    subject: 'second',
    applicationProperties: { n: 2 },
    timeToLive: 5000,
  });
});

test('a message above the limit is refused, and one after it is taken', async () => {
  const sender = broker.client.createSender('jobs');
  const results = await Promise.allSettled([
    sender.sendMessages({ body: 'x'.repeat(300_000) }),
    sender.sendMessages({ body: 'small' }),
  ]);
  expect(results).toMatchObject([
    { status: 'rejected', reason: { code: 'MessageSizeExceeded' } },
    { status: 'fulfilled' },
  ]);
  expect(bodiesOf(await broker.client.createReceiver('jobs').peekMessages(5))).toEqual(['small']);
});
