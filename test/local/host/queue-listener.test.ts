import { rm } from 'node:fs/promises';
import type { DatabaseSync } from 'node:sqlite';
import { type QueueClient, QueueServiceClient } from '@azure/storage-queue';
import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals';
import { pino } from 'pino';
import { openHostDatabase } from '../../../local/host/host-database.ts';
import { parseHostJson, type QueueSettings } from '../../../local/host/host-json.ts';
import { LeaseStore } from '../../../local/host/queue/lease-store.ts';
import { AppSettings } from '../../../local/host/settings.ts';
import { createQueueTrigger } from '../../../local/host/triggers/queue-trigger.ts';
import type { RegisteredFunction } from '../../../local/host/worker/types.ts';
import { SystemClock } from '../../../local/support/clock.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';
import { type Azurite, startAzurite } from './support/azurite.ts';
import { eventually } from './support/eventually.ts';

let folder: string;
let azurite: Azurite;
let database: DatabaseSync;
let queue: QueueClient;
let tests = 0;

beforeAll(async () => {
  folder = await temporaryFolder('listener');
  azurite = await startAzurite(folder);
});

afterAll(async () => {
  await azurite.stop();
  await rm(folder, { recursive: true });
});

beforeEach(async () => {
  tests += 1;
  database = openHostDatabase(':memory:');
  queue = QueueServiceClient.fromConnectionString(azurite.connectionString).getQueueClient(
    `queue-${String(tests)}`,
  );
  await queue.create();
});

function trigger(options: {
  readonly settings?: Partial<QueueSettings>;
  readonly visibilityMs?: number;
  readonly run: () => Promise<void>;
}) {
  const binding = { type: 'queueTrigger', direction: 'in' as const, queueName: queue.name };
  const fn: RegisteredFunction = {
    name: 'take',
    bindings: { message: binding },
    triggerName: 'message',
    trigger: binding,
  };
  const { queues } = parseHostJson(
    '{"version":"2.0","extensions":{"queues":{"messageEncoding":"none","maxPollingInterval":"00:00:00.2"}}}',
  ).extensions;
  return createQueueTrigger({
    fn,
    appSettings: new AppSettings({ AzureWebJobsStorage: azurite.connectionString }),
    database,
    clock: new SystemClock(),
    log: pino({ level: 'silent' }),
    ...options,
    settings: { ...queues, ...options.settings },
  });
}

const isEmpty = async () =>
  (await queue.getProperties()).approximateMessagesCount === 0 ? true : undefined;

test('a message stays hidden for as long as its function runs', async () => {
  const end = Promise.withResolvers<undefined>();
  let runs = 0;
  const listener = trigger({
    visibilityMs: 2_000,
    run: async () => {
      runs += 1;
      await end.promise;
    },
  });
  await queue.sendMessage('{}');
  await listener.start();
  const receipts = new Set<string>();
  await eventually(() => {
    for (const { popReceipt } of new LeaseStore(database, queue.url).all())
      receipts.add(popReceipt);
    // The first receipt and three renewals, one a second: longer than it would have stayed hidden.
    return Promise.resolve(receipts.size >= 4 ? true : undefined);
  });
  end.resolve(undefined);
  await eventually(isEmpty);
  await listener.stop();
  expect(runs).toBe(1);
});

test('no more messages are worked on at a time than batchSize and newBatchThreshold together', async () => {
  let running = 0;
  let most = 0;
  const gate = Promise.withResolvers<undefined>();
  const listener = trigger({
    settings: { batchSize: 2, newBatchThreshold: 1 },
    run: async () => {
      running += 1;
      most = Math.max(most, running);
      if (running === 2) setImmediate(gate.resolve, undefined);
      await gate.promise;
      await new Promise((resolve) => setImmediate(resolve));
      running -= 1;
    },
  });
  for (let number = 0; number < 12; number += 1) await queue.sendMessage(String(number));
  await listener.start();
  await eventually(isEmpty);
  await listener.stop();
  expect(most).toBeGreaterThanOrEqual(2);
  expect(most).toBeLessThanOrEqual(3);
});

test('a queue that comes to be later is read then', async () => {
  await queue.delete();
  let runs = 0;
  const listener = trigger({
    run: () => {
      runs += 1;
      return Promise.resolve();
    },
  });
  await listener.start();
  await queue.create();
  await queue.sendMessage('now');
  await eventually(isEmpty);
  await listener.stop();
  expect(runs).toBe(1);
});

test('a message that failed is shown again after visibilityTimeout', async () => {
  const moments: number[] = [];
  const listener = trigger({
    settings: { visibilityTimeout: 2_000 },
    run: () => {
      moments.push(performance.now());
      return moments.length === 1 ? Promise.reject(new Error('no')) : Promise.resolve();
    },
  });
  await queue.sendMessage('again');
  await listener.start();
  await eventually(isEmpty);
  await listener.stop();
  const [first = 0, second = 0] = moments;
  // Azurite keeps times in whole seconds.
  expect(second - first).toBeGreaterThan(1_000);
});
