import process from 'node:process';
import { parseArgs } from 'node:util';
import { createDurableExtension } from '../../../../local/durable/index.ts';
import { durableFunctionsOf } from '../../../../local/host/worker/durable-functions.ts';
import { startWorker } from '../../../../local/host/worker/start-worker.ts';
import { SystemClock } from '../../../../local/support/clock.ts';
import { startHttpServer } from '../../../../local/support/http-server.ts';

// Loads the app of a folder and serves the management API alone: `--app FOLDER --database FILE`, and perhaps
// `--key KEY`, `--default-version VERSION`, `--port-variable NAME` (in which the app finds its port). Prints its URL.
const { values } = parseArgs({
  options: {
    app: { type: 'string' },
    database: { type: 'string', default: ':memory:' },
    key: { type: 'string', default: 'KEY' },
    'default-version': { type: 'string' },
    'port-variable': { type: 'string' },
  },
});
process.on('disconnect', () => process.exit(0));

const { 'default-version': defaultVersion, 'port-variable': portVariable } = values;
let url = 'http://127.0.0.1';
const worker = await startWorker({
  appFolder: values.app ?? '.',
  log: ({ level, message }) => {
    if (level !== 'debug' && level !== 'trace') console.error(`app ${level}: ${message}`);
  },
});
const extension = createDurableExtension({
  databaseFile: values.database,
  clock: new SystemClock(),
  log: (level, message) => {
    if (level !== 'debug') console.error(`engine ${level}: ${message}`);
  },
  functions: durableFunctionsOf(worker),
  hubName: 'hub20',
  systemKey: values.key,
  versions: { ...(defaultVersion !== undefined && { defaultVersion }) },
  baseUrl: () => url,
});
const server = await startHttpServer({ fetch: extension.fetch, port: 0 });
url = server.url;
if (portVariable !== undefined) process.env[portVariable] = new URL(url).port;
await extension.start();
console.log(`READY ${JSON.stringify({ functions: url })}`);
