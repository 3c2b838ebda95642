import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { Broker } from './support/broker.ts';
import { bodiesOf, receiveNow } from './support/receive.ts';

let broker: Broker;
beforeEach(async () => {
  broker = await Broker.start();
});
afterEach(() => broker.stop());

test('a message that is received is gone, also after a restart', async () => {
  await broker.client.createSender('jobs').sendMessages([{ body: 'a' }, { body: 'b' }]);
  const receiver = broker.client.createReceiver('jobs', { receiveMode: 'receiveAndDelete' });
  const messages = await receiver.receiveMessages(1, { maxWaitTimeInMs: 2000 });
  expect(bodiesOf(messages)).toEqual(['a']);
  expect(messages[0]?.lockToken).toBeUndefined();
  await broker.restart();
  const again = broker.client.createReceiver('jobs', { receiveMode: 'receiveAndDelete' });
  expect(bodiesOf(await receiveNow(again))).toEqual(['b']);
  expect(await again.peekMessages(1)).toEqual([]);
});

test('more messages can be received on one link than its session has places', async () => {
  const sender = broker.client.createSender('jobs');
  const count = 5000;
  for (let sent = 0; sent < count; sent += 500)
    await sender.sendMessages([...Array(500).keys()].map((body) => ({ body: sent + body })));
  const receiver = broker.client.createReceiver('jobs', { receiveMode: 'receiveAndDelete' });
  let received = 0;
  while (received < count) {
    const messages = await receiver.receiveMessages(1000, { maxWaitTimeInMs: 2000 });
    if (messages.length === 0) break;
    received += messages.length;
  }
  expect(received).toBe(count);
});
