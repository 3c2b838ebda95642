import { type DurableClient, OrchestrationRuntimeStatus } from 'durable-functions';

/** What triggers do with orchestrations. */
export interface Orchestrations {
  /** Starts an instance; one of this id that is under way already is left as it is. */
  start(name: string, instanceId: string, input: unknown): Promise<void>;
  /** Ends a watcher's wait early. It is only a hint: no instance, or one that has ended, is no error. */
  wake(instanceId: string): Promise<void>;
  /** Whether there is no such instance, or it has come to an end by itself; one that a person terminated has not. */
  isAbandoned(instanceId: string): Promise<boolean>;
}

const ended: readonly OrchestrationRuntimeStatus[] = [
  OrchestrationRuntimeStatus.Completed,
  OrchestrationRuntimeStatus.Failed,
];

export function orchestrationsOf(client: DurableClient): Orchestrations {
  return {
    async start(name, instanceId, input) {
      try {
        await client.startNew(name, { instanceId, input });
      } catch (error) {
        if ((await statusOf(client, instanceId)) === undefined) throw error;
      }
    },
    async wake(instanceId) {
      await client.raiseEvent(instanceId, 'wake', {}).catch(() => undefined);
    },
    async isAbandoned(instanceId) {
      const status = await statusOf(client, instanceId);
      return status === undefined || ended.includes(status);
    },
  };
}

/** Undefined for an id that was never started, for which the SDK throws an error that names the 404. */
async function statusOf(
  client: DurableClient,
  instanceId: string,
): Promise<OrchestrationRuntimeStatus | undefined> {
  try {
    return (await client.getStatus(instanceId)).runtimeStatus;
  } catch (error) {
    if (error instanceof Error && error.message.includes('HTTP 404')) return undefined;
    throw error;
  }
}
