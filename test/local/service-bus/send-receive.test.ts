import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { Broker } from './support/broker.ts';

let broker: Broker;
beforeAll(async () => {
  broker = await Broker.start({ one: {}, two: {}, three: {}, four: {}, five: {} });
});
afterAll(() => broker.stop());

const patience = { maxWaitTimeInMs: 1000 };

test('a message comes as it was sent', async () => {
  const sender = broker.client.createSender('one');
  await sender.sendMessages({
    body: { text: 'hello', list: [1, 2.5] },
    messageId: 'id-1',
    subject: 'greeting',
    correlationId: 'c-1',
    contentType: 'application/json',
    replyTo: 'job-replies',
    to: 'somebody',
    replyToSessionId: 'session',
    partitionKey: 'part',
    applicationProperties: { text: 'a', number: 3, fraction: 1.5, yes: true },
  });
  const receiver = broker.client.createReceiver('one');
  const [message] = await receiver.receiveMessages(1, patience);
  expect(message).toMatchObject({
    body: { text: 'hello', list: [1, 2.5] },
    messageId: 'id-1',
    subject: 'greeting',
    correlationId: 'c-1',
    contentType: 'application/json',
    replyTo: 'job-replies',
    to: 'somebody',
    replyToSessionId: 'session',
    partitionKey: 'part',
    applicationProperties: { text: 'a', number: 3, fraction: 1.5, yes: true },
    deliveryCount: 0,
    state: 'active',
  });
  expect(message?.sequenceNumber?.toNumber()).toBe(1);
  expect(message?.enqueuedSequenceNumber).toBe(1);
  expect(message?.lockToken).toMatch(/^[0-9a-f-]{36}$/);
  expect(message?.lockedUntilUtc).toEqual(new Date(broker.clock.now().getTime() + 60_000));
  expect(message?.enqueuedTimeUtc).toEqual(broker.clock.now());
  if (message) await receiver.completeMessage(message);
});

test('a message that is completed is gone', async () => {
  await broker.client.createSender('two').sendMessages({ body: 'x' });
  const receiver = broker.client.createReceiver('two');
  const [message] = await receiver.receiveMessages(1, patience);
  if (message) await receiver.completeMessage(message);
  expect(await receiver.peekMessages(10)).toEqual([]);
});

test('messages come in the order in which they were sent', async () => {
  const sender = broker.client.createSender('three');
  for (let number = 0; number < 20; number += 1) await sender.sendMessages({ body: number });
  const receiver = broker.client.createReceiver('three');
  const messages = await receiver.receiveMessages(20, patience);
  expect(messages.map(({ body }) => body as unknown)).toEqual([...Array(20).keys()]);
});

test('a message without an id is given one', async () => {
  await broker.client.createSender('four').sendMessages({ body: 'x' });
  const [message] = await broker.client.createReceiver('four').receiveMessages(1, patience);
  expect(message?.messageId).toMatch(/^[0-9a-f]{32}$/);
});

test('a subscriber gets what is sent while it waits', async () => {
  const receiver = broker.client.createReceiver('five');
  const bodies: unknown[] = [];
  const { promise, resolve } = Promise.withResolvers<undefined>();
  receiver.subscribe({
    processMessage: ({ body }) => {
      bodies.push(body);
      if (bodies.length === 3) resolve(undefined);
      return Promise.resolve();
    },
    processError: () => Promise.resolve(),
  });
  const sender = broker.client.createSender('five');
  for (const body of ['a', 'b', 'c']) await sender.sendMessages({ body });
  await promise;
  await receiver.close();
  expect(bodies).toEqual(['a', 'b', 'c']);
  expect(await broker.client.createReceiver('five').peekMessages(10)).toEqual([]);
});

test('a sequence number is not given twice, also when its message is gone and the broker was restarted', async () => {
  const other = await Broker.start();
  try {
    await other.client.createSender('jobs').sendMessages([{ body: 'a' }, { body: 'b' }]);
    const options = { receiveMode: 'receiveAndDelete' } as const;
    await other.client.createReceiver('jobs', options).receiveMessages(2, patience);
    await other.restart();
    await other.client.createSender('jobs').sendMessages({ body: 'c' });
    const [message] = await other.client.createReceiver('jobs').peekMessages(1);
    expect(message?.sequenceNumber?.toNumber()).toBe(3);
  } finally {
    await other.stop();
  }
});
