import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { Broker } from './support/broker.ts';
import { bodiesOf, receiveNow, receiveOne } from './support/receive.ts';

const hour = 3_600_000;

let broker: Broker;
beforeEach(async () => {
  broker = await Broker.start({ jobs: { MaxDeliveryCount: 2 } });
});
afterEach(() => broker.stop());

const inHours = (hours: number): Date => new Date(broker.clock.now().getTime() + hours * hour);

test('a scheduled message comes when it is due, under a new number', async () => {
  const sender = broker.client.createSender('jobs');
  const [number] = await sender.scheduleMessages({ body: 'later' }, inHours(5));
  const receiver = broker.client.createReceiver('jobs');
  await broker.clock.advance(5 * hour - 1);
  expect(await receiveNow(receiver)).toEqual([]);
  await broker.clock.advance(1);
  const message = await receiveOne(receiver);
  expect(message).toMatchObject({ body: 'later', enqueuedTimeUtc: broker.clock.now() });
  expect(message.enqueuedSequenceNumber).toBe(number?.toNumber());
  expect(message.sequenceNumber?.toNumber()).toBeGreaterThan(number?.toNumber() ?? 0);
});

test('messages that name their time when they are sent are scheduled as well', async () => {
  const sender = broker.client.createSender('jobs');
  await sender.sendMessages([
    { body: 'later', scheduledEnqueueTimeUtc: inHours(1) },
    { body: 'now' },
    { body: 'past', scheduledEnqueueTimeUtc: inHours(-1) },
  ]);
  const receiver = broker.client.createReceiver('jobs');
  const messages = await receiveNow(receiver);
  expect(bodiesOf(messages)).toEqual(['now', 'past']);
  for (const message of messages) await receiver.completeMessage(message);
  await broker.clock.advance(hour);
  expect((await receiveOne(receiver)).body).toBe('later');
});

test('a scheduled message that is cancelled never comes, and can not be cancelled twice', async () => {
  const sender = broker.client.createSender('jobs');
  const numbers = await sender.scheduleMessages([{ body: 'a' }, { body: 'b' }], inHours(1));
  const [first] = numbers;
  if (!first) throw new Error('it gave no number');
  await sender.cancelScheduledMessages(first);
  await expect(sender.cancelScheduledMessages(numbers)).rejects.toMatchObject({
    code: 'MessageNotFound',
  });
  await broker.clock.advance(hour);
  expect(bodiesOf(await receiveNow(broker.client.createReceiver('jobs')))).toEqual(['b']);
});

test('the schedule survives a restart, also one that was down when a message was due', async () => {
  const sender = broker.client.createSender('jobs');
  await sender.scheduleMessages({ body: 'a' }, inHours(1));
  await sender.scheduleMessages({ body: 'b' }, inHours(2));
  await broker.restart();
  await broker.clock.advance(hour);
  expect((await receiveOne(broker.client.createReceiver('jobs'))).body).toBe('a');
  await broker.clock.advance(hour);
  await broker.restart();
  await broker.clock.advance(0);
  expect(bodiesOf(await receiveNow(broker.client.createReceiver('jobs')))).toEqual(['a', 'b']);
});

test('the time to live of a scheduled message begins when it is due', async () => {
  const sender = broker.client.createSender('jobs');
  await sender.scheduleMessages({ body: 'a', timeToLive: hour }, inHours(3));
  await broker.clock.advance(4 * hour - 1);
  const receiver = broker.client.createReceiver('jobs');
  expect(await receiver.peekMessages(1)).toHaveLength(1);
  await broker.clock.advance(1);
  expect(await receiver.peekMessages(1)).toEqual([]);
});
