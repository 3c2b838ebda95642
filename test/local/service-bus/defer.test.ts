import { afterEach, beforeEach, expect, test } from '@jest/globals';
import type { ServiceBusReceiver } from '@azure/service-bus';
import { Broker } from './support/broker.ts';
import { receiveNow, receiveOne } from './support/receive.ts';

let broker: Broker;
let receiver: ServiceBusReceiver;
beforeEach(async () => {
  broker = await Broker.start();
  await broker.client.createSender('jobs').sendMessages({ body: 'later' });
  receiver = broker.client.createReceiver('jobs');
});
afterEach(() => broker.stop());

async function defer() {
  const message = await receiveOne(receiver);
  await receiver.deferMessage(message, { note: 'wait' });
  if (!message.sequenceNumber) throw new Error('it has no number');
  return message.sequenceNumber;
}

test('a deferred message comes only to who asks for it by its number', async () => {
  const number = await defer();
  expect(await receiveNow(receiver)).toEqual([]);
  const [message] = await receiver.receiveDeferredMessages(number);
  expect(message).toMatchObject({ body: 'later', state: 'deferred', deliveryCount: 1 });
  expect(message?.applicationProperties).toEqual({ note: 'wait' });
  if (message) await receiver.completeMessage(message);
  expect(await receiver.peekMessages(1)).toEqual([]);
});

test('a deferred message that is abandoned stays deferred', async () => {
  const number = await defer();
  const [message] = await receiver.receiveDeferredMessages(number);
  if (message) await receiver.abandonMessage(message);
  expect(await receiveNow(receiver)).toEqual([]);
  const [again] = await receiver.receiveDeferredMessages(number);
  expect(again?.deliveryCount).toBe(2);
});

test('a deferred message survives a restart', async () => {
  const number = await defer();
  await broker.restart();
  receiver = broker.client.createReceiver('jobs');
  expect(await receiveNow(receiver)).toEqual([]);
  expect(await receiver.receiveDeferredMessages(number)).toHaveLength(1);
});

test('a deferred message can be taken out at once, and dead-lettered', async () => {
  const first = await defer();
  const taker = broker.client.createReceiver('jobs', { receiveMode: 'receiveAndDelete' });
  expect(await taker.receiveDeferredMessages(first)).toHaveLength(1);
  expect(await receiver.peekMessages(1)).toEqual([]);
  await broker.client.createSender('jobs').sendMessages({ body: 'later' });
  const [message] = await receiver.receiveDeferredMessages(await defer());
  if (message)
    await receiver.deadLetterMessage(message, {
      deadLetterReason: 'why',
      deadLetterErrorDescription: '',
    });
  const letters = broker.client.createReceiver('jobs', { subQueueType: 'deadLetter' });
  expect((await receiveOne(letters)).deadLetterReason).toBe('why');
});

test('a number that no deferred message has is not found', async () => {
  const number = await defer();
  await expect(receiver.receiveDeferredMessages(number.add(7))).rejects.toMatchObject({
    code: 'MessageNotFound',
  });
});
