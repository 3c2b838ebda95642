import path from 'node:path';
import process from 'node:process';
import { destination, pino } from 'pino';
import { SystemClock } from '../support/clock.ts';
import { runAsProcess } from '../support/service.ts';
import { parseOptions } from './options.ts';
import { ServiceBusService } from './service-bus-service.ts';

/** Options are read when it starts, so that a wrong one is one line like any other failure to start. */
let service: ServiceBusService | undefined;
await runAsProcess('service-bus', {
  start() {
    const { configFile, ...options } = parseOptions(process.argv.slice(2));
    const level = process.env['LOG_LEVEL'] ?? (configFile === undefined ? 'error' : 'warn');
    service = new ServiceBusService({
      ...options,
      configFile: configFile ?? path.join(import.meta.dirname, 'config.json'),
      clock: new SystemClock(),
      log: pino({ base: null, level }, destination({ fd: 2, sync: true })),
      onStoreFailure: (error) => {
        console.error(`service-bus: the store can not be written to: ${error.message}`);
        process.exit(1);
      },
    });
    return service.start();
  },
  async stop() {
    await service?.stop();
  },
});
