import type { DatabaseSync } from 'node:sqlite';
import { type DequeuedMessageItem, type QueueClient, RestError } from '@azure/storage-queue';
import type { Logger } from 'pino';
import { z } from 'zod';
import type { Clock } from '../../support/clock.ts';
import type { QueueSettings } from '../host-json.ts';
import type { Listener } from '../listener.ts';
import { LeaseStore } from '../queue/lease-store.ts';
import { decodeMessage, messageMetadata } from '../queue/message-data.ts';
import { MessageProcessor } from '../queue/message-processor.ts';
import { QueueListener } from '../queue/queue-listener.ts';
import type { AppSettings } from '../settings.ts';
import { connectQueues } from '../storage-connection.ts';
import type { RegisteredFunction, RpcData } from '../worker/types.ts';

const QueueTriggerBinding = z.looseObject({
  queueName: z.string().min(1),
  connection: z.string().default(''),
});

interface QueueTriggerOptions {
  readonly fn: RegisteredFunction;
  readonly appSettings: AppSettings;
  readonly settings: QueueSettings;
  readonly database: DatabaseSync;
  readonly clock: Clock;
  readonly log: Logger;
  /** Runs the function with this trigger value; rejects when it failed. */
  readonly run: (data: RpcData, metadata: Readonly<Record<string, RpcData>>) => Promise<void>;
  /** For how long a message is hidden at a time. */
  readonly visibilityMs?: number;
}

/**
 * It is renewed while the function runs, so its length shows only when the host is killed between taking a message and
 * keeping its lease: the 10 minutes of Azure's host would be a long wait on one's own machine.
 */
const defaultVisibilityMs = 60_000;

/** Runs a function for every message of a storage queue; throws when its queue or connection is not configured. */
export function createQueueTrigger(options: QueueTriggerOptions): Listener {
  const { fn, settings, clock, log, visibilityMs = defaultVisibilityMs, run } = options;
  const { queue, poisonQueue } = openQueues(options);
  const store = new LeaseStore(options.database, queue.url);
  const shared = { queue, settings, visibilityMs, clock, log };
  const processor = new MessageProcessor({
    ...shared,
    poisonQueue,
    store,
    run: async (message) => {
      const body = readMessage(message, options);
      await run(body, messageMetadata(message, body));
    },
  });
  const listener = new QueueListener({
    ...shared,
    recover: () => giveBackLeftovers(queue, store),
    handle: (message) => processor.handle(message),
    giveBack: (message) => processor.giveBack(message),
  });
  return {
    start: () => {
      listener.start();
      return Promise.resolve();
    },
    stop: () => listener.stop(),
    runOnce: (input) => run({ string: input }, { QueueTrigger: { string: input } }),
  };

  function readMessage(message: DequeuedMessageItem, { log: logger }: { log: Logger }): RpcData {
    try {
      return decodeMessage(message.messageText, settings.messageEncoding, fn.trigger['dataType']);
    } catch (error) {
      logger.error(
        { function: fn.name, messageId: message.messageId, err: error },
        'message refused',
      );
      throw error;
    }
  }
}

function openQueues({ fn, appSettings }: QueueTriggerOptions) {
  const where = `function ${fn.name}`;
  const binding = QueueTriggerBinding.safeParse(fn.trigger);
  if (!binding.success)
    throw new Error(`${where}: its queue trigger is wrong: ${binding.error.message}`);
  const queueName = appSettings.substitute(binding.data.queueName, where).toLowerCase();
  try {
    const service = connectQueues(
      appSettings,
      appSettings.substitute(binding.data.connection, where),
    );
    const isPoisonQueue = queueName.endsWith('-poison');
    return {
      queue: service.getQueueClient(queueName),
      poisonQueue: isPoisonQueue ? undefined : service.getQueueClient(`${queueName}-poison`),
    };
  } catch (error) {
    throw new Error(`${where}: ${error instanceof Error ? error.message : String(error)}`, {
      cause: error,
    });
  }
}

const lostLease = new Set(['MessageNotFound', 'PopReceiptMismatch', 'QueueNotFound']);

/** Shows again what a killed host had taken. A message that is gone, or somebody else's by now, is left alone. */
async function giveBackLeftovers(queue: QueueClient, store: LeaseStore): Promise<void> {
  for (const { messageId, popReceipt } of store.all()) {
    try {
      await queue.updateMessage(messageId, popReceipt, undefined, 0);
    } catch (error) {
      if (!(error instanceof RestError) || !lostLease.has(error.code ?? '')) throw error;
    }
    store.forget(messageId);
  }
}
