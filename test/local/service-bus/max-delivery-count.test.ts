import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { Broker } from './support/broker.ts';
import { receiveNow, receiveOne } from './support/receive.ts';

let broker: Broker;
beforeEach(async () => {
  broker = await Broker.start({ jobs: { MaxDeliveryCount: 3 } });
  await broker.client.createSender('jobs').sendMessages({ body: 'work' });
});
afterEach(() => broker.stop());

test('a message is delivered so often, then it is a dead letter that says why', async () => {
  const receiver = broker.client.createReceiver('jobs');
  for (const count of [0, 1, 2]) {
    const message = await receiveOne(receiver);
    expect(message.deliveryCount).toBe(count);
    await receiver.abandonMessage(message);
  }
  expect(await receiveNow(receiver)).toEqual([]);
  const letter = await receiveOne(
    broker.client.createReceiver('jobs', { subQueueType: 'deadLetter' }),
  );
  expect(letter).toMatchObject({
    body: 'work',
    deliveryCount: 3,
    deadLetterReason: 'MaxDeliveryCountExceeded',
    deadLetterErrorDescription: 'Message could not be consumed after 3 delivery attempts.',
  });
});

test('a handler that lets every lock end leaves the message to the dead letters', async () => {
  const receiver = broker.client.createReceiver('jobs');
  for (let delivery = 0; delivery < 3; delivery += 1) {
    await receiveOne(receiver);
    await broker.clock.advance(60_000);
  }
  const letters = broker.client.createReceiver('jobs', { subQueueType: 'deadLetter' });
  expect(await receiveOne(letters)).toMatchObject({ deadLetterReason: 'MaxDeliveryCountExceeded' });
});

test('the count survives a restart', async () => {
  const receiver = broker.client.createReceiver('jobs');
  await receiver.abandonMessage(await receiveOne(receiver));
  await broker.restart();
  expect((await receiveOne(broker.client.createReceiver('jobs'))).deliveryCount).toBe(1);
});
