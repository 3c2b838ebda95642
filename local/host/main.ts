import process from 'node:process';
import tls from 'node:tls';
import { createDurableExtension } from '../durable/index.ts';
import { SystemClock } from '../support/clock.ts';
import { runAsProcess } from '../support/service.ts';
import { appEnvironment } from './app-environment.ts';
import { FunctionsHost } from './functions-host.ts';
import { createLogs } from './log.ts';
import { type HostArguments, loadTls, parseHostArguments } from './options.ts';
import { startWorker } from './worker/start-worker.ts';

async function createHost(options: HostArguments): Promise<FunctionsHost> {
  const certificate = await loadTls(options);
  if (certificate?.ca !== undefined)
    tls.setDefaultCACertificates([...tls.getCACertificates('default'), certificate.ca]);
  return new FunctionsHost({
    ...options,
    tls: certificate,
    clock: new SystemClock(),
    logs: createLogs(process.env['LOG_LEVEL']),
    environment: process.env,
    createDurable: createDurableExtension,
    loadApp: ({ url, appFolder, log }) => {
      Object.assign(process.env, appEnvironment(url, process.env));
      process.chdir(appFolder);
      return startWorker({ appFolder, log });
    },
  });
}

try {
  await runAsProcess('host', await createHost(parseHostArguments(process.argv.slice(2))));
} catch (error) {
  console.error(`host: ${error instanceof Error ? error.message : String(error)}`);
  process.exit(1);
}
