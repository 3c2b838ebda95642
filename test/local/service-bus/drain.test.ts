import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { Broker } from './support/broker.ts';
import { bodiesOf, receiveNow } from './support/receive.ts';

let broker: Broker;
beforeEach(async () => {
  broker = await Broker.start();
});
afterEach(() => broker.stop());

test.each(['peekLock', 'receiveAndDelete'] as const)(
  'a receiver (%s) that has waited in vain gives its credit back, and can be used again',
  async (receiveMode) => {
    const receiver = broker.client.createReceiver('jobs', { receiveMode });
    for (let time = 0; time < 3; time += 1) {
      expect(await receiveNow(receiver)).toEqual([]);
      await broker.client.createSender('jobs').sendMessages({ body: time });
      expect(bodiesOf(await receiveNow(receiver))).toEqual([time]);
    }
  },
);

test('what a receiver has not asked for any more comes to another', async () => {
  const first = broker.client.createReceiver('jobs');
  expect(await receiveNow(first)).toEqual([]);
  await broker.client.createSender('jobs').sendMessages({ body: 'x' });
  expect(await receiveNow(broker.client.createReceiver('jobs'))).toHaveLength(1);
});
