import { type ActivityHandler, getClient } from 'durable-functions';
import * as contracts from '../jobs/admission/contracts.ts';
import { type ActivityContext, implement } from './implement.ts';

/** Raises an event for an instance. */
type Raise = (instanceId: string, event: string, data: object) => Promise<void>;
export type RaiseOf = (context: ActivityContext) => Raise;

/** Entities cannot raise events in this SDK, so whoever asked one does it. It needs the `durableClient` input. */
export function wakeWaiters(raiseOf: RaiseOf = raiseByClient): ActivityHandler {
  return implement(contracts.wakeWaiters, async ({ names, isStopped }, context) => {
    const raise = raiseOf(context);
    const hint = isStopped ? { isStopped } : {};
    const wakes = names.map((name) => raise(contracts.admitIdOf(name), 'wake', hint));
    // One that does not wait any more, or not yet, asks by itself.
    await Promise.allSettled(wakes);
    return null;
  });
}

/** By the `durableClient` input of the activity. */
export function raiseByClient(context: ActivityContext): Raise {
  const client = getClient(context);
  return (instanceId, event, data) => client.raiseEvent(instanceId, event, data);
}
