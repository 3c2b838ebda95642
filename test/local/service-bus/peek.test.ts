import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { Broker } from './support/broker.ts';
import { bodiesOf, receiveOne } from './support/receive.ts';

let broker: Broker;
beforeEach(async () => {
  broker = await Broker.start();
});
afterEach(() => broker.stop());

test('a peek shows messages in whatever state, in order, and takes none', async () => {
  const sender = broker.client.createSender('jobs');
  const receiver = broker.client.createReceiver('jobs');
  await sender.sendMessages([{ body: 'deferred' }, { body: 'locked' }, { body: 'waiting' }]);
  await sender.scheduleMessages({ body: 'scheduled' }, new Date('2100-01-01'));
  await receiver.deferMessage(await receiveOne(receiver));
  await receiveOne(receiver);
  const peeked = await receiver.peekMessages(10);
  expect(peeked.map(({ body, state, lockToken }) => [body as unknown, state, lockToken])).toEqual([
    ['deferred', 'deferred', undefined],
    ['locked', 'active', undefined],
    ['waiting', 'active', undefined],
    ['scheduled', 'scheduled', undefined],
  ]);
  expect((await receiveOne(receiver)).body).toBe('waiting');
});

test('a peek goes on after the last one, or from a number', async () => {
  await broker.client.createSender('jobs').sendMessages([1, 2, 3, 4].map((body) => ({ body })));
  const receiver = broker.client.createReceiver('jobs');
  const [first, second] = await receiver.peekMessages(2);
  expect([first?.body, second?.body]).toEqual([1, 2]);
  expect(bodiesOf(await receiver.peekMessages(9))).toEqual([3, 4]);
  expect(await receiver.peekMessages(9)).toEqual([]);
  const fromSequenceNumber = second?.sequenceNumber;
  if (!fromSequenceNumber) throw new Error('it has no number');
  expect(bodiesOf(await receiver.peekMessages(2, { fromSequenceNumber }))).toEqual([2, 3]);
});

test('a peek can leave out the bodies', async () => {
  await broker.client.createSender('jobs').sendMessages({ body: 'large', subject: 'small' });
  const receiver = broker.client.createReceiver('jobs');
  // The SDK passes it on, though its types do not know it.
  const options = { omitMessageBody: true, tracingOptions: {} };
  const [message] = await receiver.peekMessages(1, options);
  expect(message).toMatchObject({ subject: 'small' });
  expect(message?.body).toBeUndefined();
});

test('a peek of many large messages gives some, and the rest when asked again', async () => {
  const sender = broker.client.createSender('jobs');
  for (let count = 0; count < 12; count += 1)
    await sender.sendMessages({ body: 'x'.repeat(200_000) });
  const receiver = broker.client.createReceiver('jobs');
  const first = await receiver.peekMessages(12);
  const second = await receiver.peekMessages(12);
  const third = await receiver.peekMessages(12);
  expect(first.length).toBeGreaterThan(0);
  expect(first.length).toBeLessThan(12);
  expect(first.length + second.length + third.length).toBe(12);
});
