import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { ServiceBusClient } from '@azure/service-bus';
import { configOf, type Queues } from '../../service-bus/support/broker.ts';
import { type Child, spawnNode } from './child.ts';

export interface BrokerProcess {
  readonly connectionString: string;
  readonly client: ServiceBusClient;
  readonly child: Child;
  stop(): Promise<void>;
}

/** The local broker as a process of its own, always on the same data of the folder. */
export async function startBroker(
  folder: string,
  queues: Queues,
  port = 0,
): Promise<BrokerProcess> {
  const configFile = path.join(folder, 'Config.json');
  await writeFile(configFile, configOf(queues));
  const child = spawnNode([
    ...['local/service-bus/main.ts', '--config', configFile],
    ...['--data', path.join(folder, 'service-bus'), '--port', String(port)],
  ]);
  const [, connectionString = ''] = await child.printed(/"serviceBusConnectionString":"([^"]+)"/);
  const client = new ServiceBusClient(connectionString, {
    retryOptions: { maxRetries: 1, timeoutInMs: 5_000 },
  });
  return {
    connectionString,
    client,
    child,
    stop: async () => {
      await client.close();
      await child.kill('SIGTERM');
    },
  };
}
