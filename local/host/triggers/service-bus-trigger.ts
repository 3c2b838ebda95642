import type { Logger } from 'pino';
import type { Clock } from '../../support/clock.ts';
import type { ServiceBusSettings } from '../host-json.ts';
import type { Listener } from '../listener.ts';
import { BatchPump } from '../service-bus/batch-pump.ts';
import { connectServiceBus } from '../service-bus/connect.ts';
import { bodiesOf, bodyOf } from '../service-bus/message-body.ts';
import { metadataOf, metadataOfBatch } from '../service-bus/message-metadata.ts';
import { MessagePump } from '../service-bus/message-pump.ts';
import { serviceBusBindingOf } from '../service-bus/trigger-binding.ts';
import type { AppSettings } from '../settings.ts';
import type { RegisteredFunction, RpcData } from '../worker/types.ts';

interface ServiceBusTriggerOptions {
  readonly fn: RegisteredFunction;
  readonly appSettings: AppSettings;
  readonly settings: ServiceBusSettings;
  readonly clock: Clock;
  readonly log: Logger;
  /** Runs the function with this trigger value; rejects when it failed. */
  readonly run: (data: RpcData, metadata: Readonly<Record<string, RpcData>>) => Promise<void>;
}

/** Runs a function for the messages of a Service Bus queue; throws when its queue or connection is not configured. */
export function createServiceBusTrigger(options: ServiceBusTriggerOptions): Listener {
  const { fn, settings, run } = options;
  const { isBatch, isBinary, autoCompleteMessages } = serviceBusBindingOf(fn);
  const { client, receiver } = openReceiver(options);
  const autoComplete = autoCompleteMessages ?? settings.autoCompleteMessages;
  const shared = { ...options, receiver, autoComplete };
  const pump = isBatch
    ? new BatchPump({
        ...shared,
        run: async (messages) => {
          await run(
            readable(() => bodiesOf(messages, isBinary)),
            metadataOfBatch(messages),
          );
        },
      })
    : new MessagePump({
        ...shared,
        run: async (message) => {
          await run(
            readable(() => bodyOf(message, isBinary)),
            metadataOf(message),
          );
        },
      });
  return {
    start: () => {
      pump.start();
      return Promise.resolve();
    },
    stop: async () => {
      await pump.stop();
      await client.close();
    },
    runOnce: (input) => run({ string: input }, {}),
  };

  function readable(read: () => RpcData): RpcData {
    try {
      return read();
    } catch (error) {
      options.log.error({ function: fn.name, err: error }, 'message refused');
      throw error;
    }
  }
}

function openReceiver({ fn, appSettings }: ServiceBusTriggerOptions) {
  const where = `function ${fn.name}`;
  const binding = serviceBusBindingOf(fn);
  const queueName = appSettings.substitute(binding.queueName, where);
  const connection = appSettings.substitute(binding.connection, where);
  try {
    const client = connectServiceBus(appSettings, connection);
    const receiver = client.createReceiver(queueName, {
      receiveMode: 'peekLock',
      // The pump renews, for as long as the function runs.
      maxAutoLockRenewalDurationInMs: 0,
      skipParsingBodyAsJson: true,
      skipConvertingDate: true,
    });
    return { client, receiver };
  } catch (error) {
    throw new Error(`${where}: ${error instanceof Error ? error.message : String(error)}`, {
      cause: error,
    });
  }
}
