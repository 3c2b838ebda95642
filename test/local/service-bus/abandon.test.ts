import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { Broker } from './support/broker.ts';
import { bodiesOf, receiveNow, receiveOne } from './support/receive.ts';

let broker: Broker;
beforeAll(async () => {
  broker = await Broker.start({ place: {}, properties: {} });
});
afterAll(() => broker.stop());

test('a message that is abandoned keeps its place', async () => {
  const sender = broker.client.createSender('place');
  await sender.sendMessages([{ body: 1 }, { body: 2 }, { body: 3 }]);
  const receiver = broker.client.createReceiver('place');
  await receiver.abandonMessage(await receiveOne(receiver));
  const messages = await receiveNow(receiver);
  expect(bodiesOf(messages)).toEqual([1, 2, 3]);
  expect(messages.map(({ deliveryCount }) => deliveryCount)).toEqual([1, 0, 0]);
});

test('properties can be set with it', async () => {
  await broker.client
    .createSender('properties')
    .sendMessages({ body: 'x', applicationProperties: { kept: 'a', changed: 1 } });
  const receiver = broker.client.createReceiver('properties');
  await receiver.abandonMessage(await receiveOne(receiver), { changed: 2, added: true });
  expect((await receiveOne(receiver)).applicationProperties).toEqual({
    kept: 'a',
    changed: 2,
    added: true,
  });
});
