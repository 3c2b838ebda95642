import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { ServiceBusClient, type ServiceBusReceivedMessage } from '@azure/service-bus';
import { configOf, type Queues } from '../../service-bus/support/broker.ts';
import { type Child, spawnNode } from './child.ts';

export interface BrokerProcess {
  readonly connectionString: string;
  readonly client: ServiceBusClient;
  readonly child: Child;
  /** All that a queue holds now, locked or not. */
  peek(queue: string, subQueueType?: 'deadLetter'): Promise<ServiceBusReceivedMessage[]>;
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
    peek: (queue, subQueueType) => peekAll(connectionString, queue, subQueueType),
    stop: async () => {
      await client.close();
      await child.kill('SIGTERM');
    },
  };
}

/** By a client of its own: one that has peeked goes on behind what it has seen. */
export async function peekAll(
  connectionString: string,
  queue: string,
  subQueueType?: 'deadLetter',
): Promise<ServiceBusReceivedMessage[]> {
  const client = new ServiceBusClient(connectionString);
  try {
    const receiver = client.createReceiver(queue, subQueueType ? { subQueueType } : {});
    return await receiver.peekMessages(100);
  } finally {
    await client.close();
  }
}
