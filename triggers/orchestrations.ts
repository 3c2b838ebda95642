import { type DurableClient, EntityId, OrchestrationRuntimeStatus } from 'durable-functions';
import { admissionEntity } from '../jobs/admission/contracts.ts';
import { AdmissionState } from '../jobs/admission/state.ts';

/** What triggers do with orchestrations. */
export interface Orchestrations {
  /** Starts an instance; one of this id that is under way already is left as it is. */
  start(name: string, instanceId: string, input: unknown): Promise<void>;
  /** Ends a watcher's wait early. It is only a hint: no instance, or one that has ended, is no error. */
  wake(instanceId: string, hint?: object): Promise<void>;
  /** Who has and who waits for groups in the region of this key; undefined when nobody ever did, or nobody can say. */
  admissionIn(key: string): Promise<AdmissionState | undefined>;
  stateOf(instanceId: string): Promise<InstanceState>;
}

/** `ended`: by itself; `terminated`: by a person; `absent`: never started, or purged. */
export type InstanceState = 'alive' | 'ended' | 'terminated' | 'absent';

const { Completed, Failed, Terminated, Canceled } = OrchestrationRuntimeStatus;

export function orchestrationsOf(client: DurableClient): Orchestrations {
  return {
    async start(name, instanceId, input) {
      try {
        await client.startNew(name, { instanceId, input });
      } catch (error) {
        if ((await statusOf(client, instanceId)) === undefined) throw error;
      }
    },
    async wake(instanceId, hint = {}) {
      await client.raiseEvent(instanceId, 'wake', hint).catch(() => undefined);
    },
    async admissionIn(key) {
      const id = new EntityId(admissionEntity, key);
      const entity = await client.readEntityState<unknown>(id).catch(() => undefined);
      return AdmissionState.safeParse(entity?.entityState).data;
    },
    async stateOf(instanceId) {
      const status = await statusOf(client, instanceId);
      if (status === undefined) return 'absent';
      if (status === Completed || status === Failed) return 'ended';
      return status === Terminated || status === Canceled ? 'terminated' : 'alive';
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
