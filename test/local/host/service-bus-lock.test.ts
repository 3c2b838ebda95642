import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { pino } from 'pino';
import { parseHostJson, type ServiceBusSettings } from '../../../local/host/host-json.ts';
import type { Listener } from '../../../local/host/listener.ts';
import { AppSettings } from '../../../local/host/settings.ts';
import { createServiceBusTrigger } from '../../../local/host/triggers/service-bus-trigger.ts';
import { Broker } from '../service-bus/support/broker.ts';
import { eventually } from './support/eventually.ts';
import { peekAll } from './support/service-bus.ts';

const minuteMs = 60_000;

let broker: Broker;
let listener: Listener;
let runs: number;
let end: PromiseWithResolvers<undefined>;
beforeEach(async () => {
  broker = await Broker.start({ slow: { LockDuration: 'PT1M' } });
  runs = 0;
  end = Promise.withResolvers();
});
afterEach(async () => {
  end.resolve(undefined);
  await listener.stop();
  await broker.stop();
});

/** Sends a message to a function that does not end by itself, and waits until it runs; broker and host share a clock. */
async function begin(settings: Partial<ServiceBusSettings> = {}): Promise<void> {
  const binding = { type: 'serviceBusTrigger', direction: 'in' as const, queueName: 'slow' };
  const { serviceBus } = parseHostJson('{"version":"2.0"}').extensions;
  listener = createServiceBusTrigger({
    fn: {
      name: 'take',
      bindings: { message: binding },
      triggerName: 'message',
      trigger: binding,
    },
    appSettings: new AppSettings({ AzureWebJobsServiceBus: broker.connectionString }),
    settings: { ...serviceBus, ...settings },
    clock: broker.clock,
    log: pino({ level: 'silent' }),
    run: async () => {
      runs += 1;
      await end.promise;
    },
  });
  await listener.start();
  await broker.client.createSender('slow').sendMessages({ body: 'x' });
  await untilRun(1);
}

const untilRun = (count: number) =>
  eventually(() => Promise.resolve(runs >= count ? true : undefined));
const waiting = () => peekAll(broker.connectionString, 'slow');

describe('a message whose function is slow', () => {
  test('stays locked, and is completed in the end', async () => {
    await begin();
    await broker.clock.advance(4 * minuteMs);
    end.resolve(undefined);
    await eventually(async () => ((await waiting()).length === 0 ? true : undefined));
    expect(runs).toBe(1);
  });

  test('is delivered again when maxAutoLockRenewalDuration is over, and its lock after it', async () => {
    await begin({ maxAutoLockRenewalDuration: minuteMs });
    await broker.clock.advance(3 * minuteMs);
    await untilRun(2);
    expect(runs).toBe(2);
  });
});

test('as many messages are fetched ahead as prefetchCount says, and given back when the host stops', async () => {
  await begin({ maxConcurrentCalls: 1, prefetchCount: 2 });
  const sender = broker.client.createSender('slow');
  await sender.sendMessages([{ body: 'ahead-1' }, { body: 'ahead-2' }, { body: 'left' }]);
  const receiver = broker.client.createReceiver('slow');
  const [left] = await receiver.receiveMessages(1, { maxWaitTimeInMs: 5_000 });
  expect(left?.body).toBe('left');
  const stopped = listener.stop();
  end.resolve(undefined);
  await stopped;
  const givenBack = await receiver.receiveMessages(2, { maxWaitTimeInMs: 5_000 });
  expect(givenBack.map(({ body }) => body as unknown)).toEqual(['ahead-1', 'ahead-2']);
  expect(runs).toBe(1);
});
