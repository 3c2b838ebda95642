import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { Broker } from './support/broker.ts';
import { receiveNow, receiveOne } from './support/receive.ts';

let broker: Broker;
beforeEach(async () => {
  broker = await Broker.start();
  await broker.client
    .createSender('jobs')
    .sendMessages({ body: 'work', applicationProperties: { mine: 1 } });
});
afterEach(() => broker.stop());

const reason = { deadLetterReason: 'bad', deadLetterErrorDescription: 'not a job' };
const letters = () => broker.client.createReceiver('jobs', { subQueueType: 'deadLetter' });

test('a dead letter has the reason, the description and properties that were given', async () => {
  const receiver = broker.client.createReceiver('jobs');
  await receiver.deadLetterMessage(await receiveOne(receiver), { ...reason, other: 'x' });
  expect(await receiveNow(receiver)).toEqual([]);
  const letter = await receiveOne(letters());
  expect(letter).toMatchObject({ body: 'work', ...reason });
  expect(letter.applicationProperties).toEqual({
    mine: 1,
    other: 'x',
    DeadLetterReason: 'bad',
    DeadLetterErrorDescription: 'not a job',
  });
});

test('a dead letter can be completed', async () => {
  const receiver = broker.client.createReceiver('jobs');
  await receiver.deadLetterMessage(await receiveOne(receiver));
  const dead = letters();
  await dead.completeMessage(await receiveOne(dead));
  expect(await dead.peekMessages(1)).toEqual([]);
});

test('dead letters survive a restart', async () => {
  const receiver = broker.client.createReceiver('jobs');
  await receiver.deadLetterMessage(await receiveOne(receiver), reason);
  await broker.restart();
  expect(await receiveOne(letters())).toMatchObject(reason);
});

test('a dead letter that is abandoned, or whose lock ends, stays and is not counted', async () => {
  const receiver = broker.client.createReceiver('jobs');
  await receiver.deadLetterMessage(await receiveOne(receiver));
  const dead = letters();
  for (let time = 0; time < 12; time += 1) await dead.abandonMessage(await receiveOne(dead));
  await receiveOne(dead);
  await broker.clock.advance(60_000);
  expect((await receiveOne(dead)).deliveryCount).toBe(0);
});

test('a dead letter can not be dead-lettered; it is free again', async () => {
  const receiver = broker.client.createReceiver('jobs');
  await receiver.deadLetterMessage(await receiveOne(receiver));
  const dead = letters();
  await expect(dead.deadLetterMessage(await receiveOne(dead))).rejects.toThrow(
    /can not be dead-lettered/,
  );
  expect((await receiveOne(dead)).deliveryCount).toBe(0);
});

test('nothing can be sent to dead letters', async () => {
  const sender = broker.client.createSender('jobs/$DeadLetterQueue');
  await expect(sender.sendMessages({ body: 'x' })).rejects.toThrow(/dead-letter queue/);
});
