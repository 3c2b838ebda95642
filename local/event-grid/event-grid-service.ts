import path from 'node:path';
import type { Logger } from 'pino';
import { type Clock, sleep, SystemClock } from '../support/clock.ts';
import { type HttpServer, startHttpServer } from '../support/http-server.ts';
import type { LocalService, Ready } from '../support/service.ts';
import { adminRoutes } from './admin-routes.ts';
import { EventStore } from './event-store.ts';
import type { StorageClients } from './storage-clients.ts';
import type { EventSubscription } from './subscription.ts';
import { putEvent, SubscriptionWatcher } from './subscription-watcher.ts';

interface EventGridOptions {
  readonly storage: StorageClients;
  readonly subscriptions: readonly EventSubscription[];
  /** The resource id of the account: what events call their topic. */
  readonly topic: string;
  readonly dataFolder: string;
  readonly port: number;
  readonly clock: Clock;
  readonly log: Logger;
}

const lookEveryMs = 250;
const startPatienceMs = 30_000;

/** Announces new blobs of a storage account on storage queues, as Azure Event Grid does. */
export class EventGridService implements LocalService {
  private readonly options: EventGridOptions;
  private readonly stopping = new AbortController();
  private server: HttpServer | undefined;
  private store: EventStore | undefined;
  private watching: Promise<unknown> = Promise.resolve();

  constructor(options: EventGridOptions) {
    this.options = options;
  }

  /** Resolves when every subscription has begun: what is uploaded from then on is announced. */
  async start(): Promise<Ready> {
    const { port, clock, subscriptions, dataFolder, storage } = this.options;
    const store = new EventStore(path.join(dataFolder, 'event-grid.sqlite'));
    this.store = store;
    store.retain(subscriptions);
    const admin = adminRoutes({
      store,
      redeliver: ({ queue, event }) => putEvent(storage, queue, event),
      advanceClock:
        clock instanceof SystemClock
          ? (ms) => {
              clock.advance(ms);
            }
          : undefined,
    });
    this.server = await startHttpServer({ fetch: (request) => admin.fetch(request), port });
    const watchers = subscriptions.map(
      (subscription) => new SubscriptionWatcher({ ...this.options, subscription, store }),
    );
    await Promise.all(watchers.map((watcher) => this.begin(watcher)));
    this.watching = Promise.all(watchers.map((watcher) => this.watch(watcher)));
    return { eventGrid: this.server.url };
  }

  async stop(): Promise<void> {
    this.stopping.abort();
    await this.watching;
    await this.server?.close();
    this.store?.close();
    this.store = undefined;
  }

  private async begin(watcher: SubscriptionWatcher): Promise<void> {
    const { clock } = this.options;
    const { signal } = this.stopping;
    const deadline = clock.now().getTime() + startPatienceMs;
    for (;;) {
      const failure = await this.lookOnce(watcher);
      if (failure === undefined) return;
      if (signal.aborted || clock.now().getTime() >= deadline)
        throw new Error(`the storage does not answer: ${failure.message}`, { cause: failure });
      await sleep(clock, lookEveryMs, signal);
    }
  }

  private async watch(watcher: SubscriptionWatcher): Promise<void> {
    const { clock, log } = this.options;
    const { signal } = this.stopping;
    let isFailing = false;
    for (;;) {
      await sleep(clock, lookEveryMs, signal);
      if (signal.aborted) return;
      const failure = await this.lookOnce(watcher);
      if (failure && !isFailing)
        log.warn({ err: failure }, 'could not look or announce; trying on');
      isFailing = failure !== undefined;
    }
  }

  private async lookOnce(watcher: SubscriptionWatcher): Promise<Error | undefined> {
    const done = this.options.clock.hold();
    try {
      await watcher.look();
      return undefined;
    } catch (error) {
      return error instanceof Error ? error : new Error(String(error));
    } finally {
      done();
    }
  }
}
