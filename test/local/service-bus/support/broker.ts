import { rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { ServiceBusClient } from '@azure/service-bus';
import { pino } from 'pino';
import { ServiceBusService } from '../../../../local/service-bus/service-bus-service.ts';
import { VirtualClock } from '../../../../local/support/clock.ts';
import { temporaryFolder } from '../../../support/temporary-folder.ts';

/** Queues of Config.json by name, with what differs from `defaults`. */
export type Queues = Readonly<Record<string, object>>;

const defaults = { MaxDeliveryCount: 10, LockDuration: 'PT1M', DefaultMessageTimeToLive: 'P14D' };

export function configOf(queues: Queues, topics: readonly string[] = []): string {
  return JSON.stringify({
    UserConfig: {
      Namespaces: [
        {
          Name: 'sbemulatorns',
          Queues: Object.entries(queues).map(([Name, properties]) => ({
            Name,
            Properties: { ...defaults, ...properties },
          })),
          Topics: topics.map((Name) => ({ Name })),
        },
      ],
      Logging: { Type: 'Console' },
    },
  });
}

/** A broker in this process, on a port of its own and on a clock that moves when told to, and the SDK's client of it. */
export class Broker {
  readonly clock = new VirtualClock(new Date());
  connectionString = '';
  adminUrl = '';
  private readonly folder: string;
  private service: ServiceBusService | undefined;
  private openClient: ServiceBusClient | undefined;

  private constructor(folder: string) {
    this.folder = folder;
  }

  static async start(queues: Queues = { jobs: {} }, topics?: readonly string[]): Promise<Broker> {
    const folder = await temporaryFolder('service-bus');
    await writeFile(path.join(folder, 'Config.json'), configOf(queues, topics));
    const broker = new Broker(folder);
    await broker.open();
    return broker;
  }

  get client(): ServiceBusClient {
    this.openClient ??= new ServiceBusClient(this.connectionString, {
      retryOptions: { maxRetries: 0, timeoutInMs: 5000 },
    });
    return this.openClient;
  }

  get dataFolder(): string {
    return path.join(this.folder, 'data');
  }

  /** As a process that is stopped and started again on the same data. */
  async restart(): Promise<void> {
    await this.close();
    await this.open();
  }

  async stop(): Promise<void> {
    await this.close();
    await rm(this.folder, { recursive: true, force: true });
  }

  private async open(): Promise<void> {
    this.service = new ServiceBusService({
      configFile: path.join(this.folder, 'Config.json'),
      dataFolder: this.dataFolder,
      amqpPort: 0,
      adminPort: 0,
      clock: this.clock,
      log: pino({ level: 'silent' }),
      onStoreFailure: (error) => {
        throw error;
      },
    });
    const ready = await this.service.start();
    this.connectionString = ready['serviceBusConnectionString'] ?? '';
    this.adminUrl = ready['serviceBusAdmin'] ?? '';
  }

  private async close(): Promise<void> {
    await this.openClient?.close();
    this.openClient = undefined;
    await this.service?.stop();
    this.service = undefined;
  }
}
