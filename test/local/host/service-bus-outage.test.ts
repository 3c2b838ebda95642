import { rm } from 'node:fs/promises';
import type { ServiceBusClient } from '@azure/service-bus';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { temporaryFolder } from '../../support/temporary-folder.ts';
import { killChildren } from './support/child.ts';
import { eventually } from './support/eventually.ts';
import { makeApp, type TestApp } from './support/host-process.ts';
import { type BrokerProcess, startBroker } from './support/service-bus.ts';

let folder: string;
let app: TestApp;
let broker: BrokerProcess;
beforeEach(async () => {
  folder = await temporaryFolder('bus-outage');
  broker = await startBroker(folder, { taken: {} });
  app = await makeApp(
    folder,
    `app.serviceBusQueue('take', {
      queueName: 'taken', connection: 'TestBus', handler: async ({ n }) => note(n),
    });`,
  );
});
afterEach(async () => {
  await broker.stop();
  await killChildren();
  await rm(folder, { recursive: true });
});

const startHost = () => app.start({ TestBus: broker.connectionString });
const send = (client: ServiceBusClient, n: number) =>
  client.createSender('taken').sendMessages({ body: { n } });
/** At least once: what was handled, but not yet completed when the broker died, comes again. */
const untilNoted = (...expected: readonly number[]) =>
  eventually(async () => {
    const notes = await app.notes();
    return expected.every((n) => notes.includes(n)) ? true : undefined;
  });

/** On the same data and port as before. */
async function startBrokerAgain(): Promise<void> {
  const port = Number(/localhost:(\d+)/.exec(broker.connectionString)?.[1]);
  await broker.client.close();
  broker = await startBroker(folder, { taken: {} }, port);
}

test('functions go on when the broker is killed and comes back', async () => {
  await startHost();
  await send(broker.client, 1);
  await untilNoted(1);
  await broker.child.kill('SIGKILL');
  await startBrokerAgain();
  await send(broker.client, 2);
  expect(await untilNoted(1, 2)).toBe(true);
});

test('a host may start before its broker', async () => {
  await send(broker.client, 1);
  await broker.child.kill('SIGKILL');
  await startHost();
  await startBrokerAgain();
  expect(await untilNoted(1)).toBe(true);
});

test('a host stops at once though its broker is gone', async () => {
  await broker.child.kill('SIGKILL');
  const { child } = await startHost();
  const began = performance.now();
  await child.kill('SIGTERM');
  expect(await child.ended).toBe(0);
  expect(performance.now() - began).toBeLessThan(4_000);
});
