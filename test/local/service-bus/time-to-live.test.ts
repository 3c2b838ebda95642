import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { Broker } from './support/broker.ts';
import { bodiesOf, receiveNow, receiveOne } from './support/receive.ts';

const hour = 3_600_000;

let broker: Broker;
beforeEach(async () => {
  broker = await Broker.start({
    plain: { DefaultMessageTimeToLive: 'PT2H' },
    lettered: { DefaultMessageTimeToLive: 'PT2H', DeadLetteringOnMessageExpiration: true },
  });
});
afterEach(() => broker.stop());

test('a message that nobody takes in time is gone', async () => {
  const sender = broker.client.createSender('plain');
  await sender.sendMessages([{ body: 'short', timeToLive: hour }, { body: 'long' }]);
  const receiver = broker.client.createReceiver('plain');
  await broker.clock.advance(hour);
  expect(bodiesOf(await receiver.peekMessages(5))).toEqual(['long']);
  await broker.clock.advance(hour);
  expect(await receiveNow(receiver)).toEqual([]);
  const letters = broker.client.createReceiver('plain', { subQueueType: 'deadLetter' });
  expect(await letters.peekMessages(5)).toEqual([]);
});

test('where it is declared so, it becomes a dead letter that says why, and stays', async () => {
  await broker.client.createSender('lettered').sendMessages({ body: 'x', timeToLive: hour });
  await broker.clock.advance(100 * hour);
  const letters = broker.client.createReceiver('lettered', { subQueueType: 'deadLetter' });
  expect(await receiveOne(letters)).toMatchObject({
    deadLetterReason: 'TTLExpiredException',
    deadLetterErrorDescription: 'The message expired and was dead lettered.',
  });
});

test('the queue has the last word on how long a message lives', async () => {
  const sender = broker.client.createSender('plain');
  await sender.sendMessages([{ body: 'a' }, { body: 'b', timeToLive: 9 * hour }]);
  const receiver = broker.client.createReceiver('plain');
  const [message] = await receiver.peekMessages(1);
  expect(message?.timeToLive).toBe(2 * hour);
  expect(message?.expiresAtUtc).toEqual(new Date(broker.clock.now().getTime() + 2 * hour));
  await broker.clock.advance(2 * hour);
  expect(await receiveNow(receiver)).toEqual([]);
});

test('a message that is locked when its time ends can still be completed', async () => {
  await broker.client.createSender('lettered').sendMessages({ body: 'x', timeToLive: 30_000 });
  const receiver = broker.client.createReceiver('lettered');
  const message = await receiveOne(receiver);
  await broker.clock.advance(40_000);
  await receiver.completeMessage(message);
  const letters = broker.client.createReceiver('lettered', { subQueueType: 'deadLetter' });
  expect(await letters.peekMessages(1)).toEqual([]);
});

test('a message that is given back after its time has ended does not come again', async () => {
  await broker.client.createSender('lettered').sendMessages({ body: 'x', timeToLive: 30_000 });
  const receiver = broker.client.createReceiver('lettered');
  const message = await receiveOne(receiver);
  await broker.clock.advance(40_000);
  await receiver.abandonMessage(message);
  expect(await receiveNow(receiver)).toEqual([]);
  const letters = broker.client.createReceiver('lettered', { subQueueType: 'deadLetter' });
  expect(await letters.peekMessages(1)).toHaveLength(1);
});
