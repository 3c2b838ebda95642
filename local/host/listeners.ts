import type { DatabaseSync } from 'node:sqlite';
import type { Logger } from 'pino';
import type { Clock } from '../support/clock.ts';
import { triggerTypeOf } from './bindings/supported.ts';
import type { FunctionRunner } from './function-runner.ts';
import type { HostJson } from './host-json.ts';
import type { Listener } from './listener.ts';
import type { AppSettings } from './settings.ts';
import { createQueueTrigger } from './triggers/queue-trigger.ts';
import { createServiceBusTrigger } from './triggers/service-bus-trigger.ts';
import { createTimerTrigger } from './triggers/timer-trigger.ts';
import type { NamedData, RegisteredFunction, RpcData } from './worker/types.ts';

interface ListenerOptions {
  readonly fn: RegisteredFunction;
  readonly appSettings: AppSettings;
  readonly hostJson: HostJson;
  readonly database: DatabaseSync;
  readonly clock: Clock;
  readonly log: Logger;
  readonly runner: FunctionRunner;
  readonly extraInputs: (fn: RegisteredFunction) => readonly NamedData[];
}

/** What watches for a function's trigger; undefined when nothing has to, because its trigger is HTTP or durable. */
export function createListener(options: ListenerOptions): Listener | undefined {
  const { hostJson } = options;
  switch (triggerTypeOf(options.fn)) {
    case 'queueTrigger':
      return createQueueTrigger({
        ...options,
        settings: hostJson.extensions.queues,
        run: (data, metadata) => run(options, data, metadata),
      });
    case 'serviceBusTrigger':
      return createServiceBusTrigger({
        ...options,
        settings: hostJson.extensions.serviceBus,
        run: (data, metadata) => run(options, data, metadata),
      });
    case 'timerTrigger':
      return createTimerTrigger({ ...options, run: (data) => run(options, data, {}) });
    case 'httpTrigger':
    case 'orchestrationTrigger':
    case 'activityTrigger':
    case 'entityTrigger':
    case undefined:
      return undefined;
  }
}

async function run(
  { fn, runner, extraInputs }: ListenerOptions,
  data: RpcData,
  triggerMetadata: Readonly<Record<string, RpcData>>,
): Promise<void> {
  const inputs = [{ name: fn.triggerName, data }, ...extraInputs(fn)];
  await runner.run({ functionName: fn.name, inputs, triggerMetadata });
}
