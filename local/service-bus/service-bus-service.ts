import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import type { Logger } from 'pino';
import { type Clock, SystemClock } from '../support/clock.ts';
import { startHttpServer } from '../support/http-server.ts';
import type { LocalService, Ready } from '../support/service.ts';
import { adminRoutes } from './admin/admin-routes.ts';
import { AmqpServer } from './amqp/amqp-server.ts';
import { readEmulatorConfig } from './configuration/emulator-config.ts';
import { Namespace } from './namespace.ts';
import { ensureAccessKey } from './security/access-key.ts';
import { GroupCommit } from './store/group-commit.ts';
import { SqliteMessageStore } from './store/sqlite-message-store.ts';

interface ServiceBusOptions {
  readonly configFile: string;
  readonly dataFolder: string;
  /** 0 lets the system choose. */
  readonly amqpPort: number;
  readonly adminPort: number;
  readonly clock: Clock;
  readonly log: Logger;
  /** The store can not be written to: nothing that it is told would be kept. */
  readonly onStoreFailure: (error: Error) => void;
}

/** An AMQP 1.0 broker with the dialect of Azure Service Bus, and the HTTP port of Microsoft's emulator. */
export class ServiceBusService implements LocalService {
  private readonly options: ServiceBusOptions;
  private readonly cleanups: (() => Promise<void> | void)[] = [];

  constructor(options: ServiceBusOptions) {
    this.options = options;
  }

  async start(): Promise<Ready> {
    try {
      return await this.open();
    } catch (error) {
      await this.stop();
      throw error;
    }
  }

  async stop(): Promise<void> {
    for (let next = this.cleanups.pop(); next; next = this.cleanups.pop()) await next();
  }

  private async open(): Promise<Ready> {
    const { configFile, dataFolder, clock, log, amqpPort, adminPort } = this.options;
    const entities = await readEmulatorConfig(configFile);
    for (const warning of entities.warnings) log.warn(warning);
    await mkdir(dataFolder, { recursive: true, mode: 0o700 });
    const accessKey = await ensureAccessKey(dataFolder);
    const namespace = this.openNamespace(entities);
    const security = { accessKey, clock: new SystemClock() };
    const amqp = new AmqpServer({ namespace, security, log });
    this.cleanups.push(() => amqp.stop());
    const port = await amqp.start(amqpPort);
    const routes = adminRoutes(
      clock instanceof SystemClock
        ? (ms) => {
            clock.advance(ms);
          }
        : undefined,
    );
    const admin = await startHttpServer({
      fetch: (request) => routes.fetch(request),
      port: adminPort,
    });
    this.cleanups.push(() => admin.close());
    const key = `SharedAccessKeyName=${accessKey.name};SharedAccessKey=${accessKey.key}`;
    return {
      serviceBusConnectionString: `Endpoint=sb://localhost:${port};${key};UseDevelopmentEmulator=true;`,
      serviceBusAdmin: admin.url,
    };
  }

  private openNamespace(entities: Awaited<ReturnType<typeof readEmulatorConfig>>): Namespace {
    const { clock, dataFolder, onStoreFailure: onFailure } = this.options;
    const store = new SqliteMessageStore(path.join(dataFolder, 'service-bus.sqlite'));
    const commits = new GroupCommit({ store, clock, onFailure });
    const namespace = new Namespace({ entities, store, commits, clock });
    this.cleanups.push(() => {
      namespace.close();
      commits.flush();
      store.close();
    });
    return namespace;
  }
}
