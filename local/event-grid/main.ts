import path from 'node:path';
import process from 'node:process';
import { parseArgs } from 'node:util';
import { destination, pino } from 'pino';
import { SystemClock } from '../support/clock.ts';
import { runAsProcess } from '../support/service.ts';
import { EventGridService } from './event-grid-service.ts';
import { connectStorage } from './storage-clients.ts';
import { readSubscriptions } from './subscription.ts';

const usage =
  'node local/event-grid/main.ts [--data DIR] [--port N] [--connection NAME] [--subscriptions FILE] [--topic RESOURCE_ID]';

function readOptions() {
  const { values } = parseArgs({
    options: {
      data: { type: 'string', default: '.local/event-grid' },
      port: { type: 'string', default: '7072' },
      connection: { type: 'string', default: 'AzureWebJobsStorage' },
      subscriptions: {
        type: 'string',
        default: path.join(import.meta.dirname, 'subscriptions.json'),
      },
      topic: { type: 'string' },
    },
  });
  const port = Number(values.port);
  if (!Number.isInteger(port) || port < 0 || port > 65_535)
    throw new Error('--port is not a port.');
  return { ...values, port };
}

async function createService(): Promise<EventGridService> {
  const options = readOptions();
  const storage = connectStorage(process.env, options.connection);
  const level = process.env['LOG_LEVEL'] ?? 'warn';
  return new EventGridService({
    storage,
    subscriptions: await readSubscriptions(options.subscriptions),
    topic: options.topic ?? topicOf(storage.blobs.accountName),
    dataFolder: options.data,
    port: options.port,
    clock: new SystemClock(),
    log: pino({ base: null, level }, destination({ fd: 2, sync: true })),
  });
}

function topicOf(account: string): string {
  const subscription = '00000000-0000-0000-0000-000000000000';
  return `/subscriptions/${subscription}/resourceGroups/local/providers/Microsoft.Storage/storageAccounts/${account}`;
}

try {
  await runAsProcess('event-grid', await createService());
} catch (error) {
  console.error(`event-grid: ${error instanceof Error ? error.message : String(error)}`);
  if (error instanceof TypeError) console.error(usage);
  process.exit(1);
}
