import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { Broker } from './support/broker.ts';
import { receiveNow, receiveOne } from './support/receive.ts';

const minute = 60_000;

let broker: Broker;
beforeEach(async () => {
  broker = await Broker.start({ jobs: { LockDuration: 'PT1M' } });
  await broker.client.createSender('jobs').sendMessages({ body: 'work' });
});
afterEach(() => broker.stop());

test('a message that is locked comes to nobody else', async () => {
  await receiveOne(broker.client.createReceiver('jobs'));
  expect(await receiveNow(broker.client.createReceiver('jobs'))).toEqual([]);
});

test('a lock that ends gives the message back and counts the delivery', async () => {
  const receiver = broker.client.createReceiver('jobs');
  await receiveOne(receiver);
  await broker.clock.advance(minute - 1);
  expect(await receiveNow(receiver)).toEqual([]);
  await broker.clock.advance(1);
  expect((await receiveOne(receiver)).deliveryCount).toBe(1);
});

test('settling after the lock has ended fails with MessageLockLost', async () => {
  const receiver = broker.client.createReceiver('jobs');
  const message = await receiveOne(receiver);
  await broker.clock.advance(minute);
  await expect(receiver.completeMessage(message)).rejects.toMatchObject({
    code: 'MessageLockLost',
  });
});

test('a lock that is renewed holds for another lock duration', async () => {
  const receiver = broker.client.createReceiver('jobs');
  const message = await receiveOne(receiver);
  await broker.clock.advance(minute - 1);
  const until = await receiver.renewMessageLock(message);
  expect(until).toEqual(new Date(broker.clock.now().getTime() + minute));
  await broker.clock.advance(minute - 1);
  await receiver.completeMessage(message);
  expect(await receiver.peekMessages(1)).toEqual([]);
});

test('a lock can be renewed for hours', async () => {
  const receiver = broker.client.createReceiver('jobs');
  const message = await receiveOne(receiver);
  for (let passed = 0; passed < 3 * 60 * minute; passed += 50_000) {
    await broker.clock.advance(50_000);
    await receiver.renewMessageLock(message);
  }
  await receiver.completeMessage(message);
  expect(await receiver.peekMessages(1)).toEqual([]);
});

test('a lock that has ended can not be renewed', async () => {
  const receiver = broker.client.createReceiver('jobs');
  const message = await receiveOne(receiver);
  await broker.clock.advance(minute);
  await expect(receiver.renewMessageLock(message)).rejects.toMatchObject({
    code: 'MessageLockLost',
  });
});

test('a lock outlives its receiver, and the message can be settled without it', async () => {
  const receiver = broker.client.createReceiver('jobs');
  const message = await receiveOne(receiver);
  await receiver.close();
  const other = broker.client.createReceiver('jobs');
  expect(await receiveNow(other)).toEqual([]);
  await other.completeMessage(message);
  expect(await other.peekMessages(1)).toEqual([]);
});

test('a restart frees locked messages, and does not count their deliveries', async () => {
  await receiveOne(broker.client.createReceiver('jobs'));
  await broker.restart();
  expect((await receiveOne(broker.client.createReceiver('jobs'))).deliveryCount).toBe(0);
});
