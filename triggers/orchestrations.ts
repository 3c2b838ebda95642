import type { DurableClient } from 'durable-functions';

/** What triggers do with orchestrations. */
export interface Orchestrations {
  /** Starts an instance; one of this id that is under way already is left as it is. */
  start(name: string, instanceId: string, input: unknown): Promise<void>;
  /** Ends a watcher's wait early. It is only a hint: no instance, or one that has ended, is no error. */
  wake(instanceId: string): Promise<void>;
}

export function orchestrationsOf(client: DurableClient): Orchestrations {
  return {
    async start(name, instanceId, input) {
      try {
        await client.startNew(name, { instanceId, input });
      } catch (error) {
        if (!(await isKnown(client, instanceId))) throw error;
      }
    },
    async wake(instanceId) {
      await client.raiseEvent(instanceId, 'wake', {}).catch(() => undefined);
    },
  };
}

/** `getStatus` throws for an id that was never started. */
async function isKnown(client: DurableClient, instanceId: string): Promise<boolean> {
  return client.getStatus(instanceId).then(
    () => true,
    () => false,
  );
}
