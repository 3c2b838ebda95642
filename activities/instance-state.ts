import { getClient, OrchestrationRuntimeStatus } from 'durable-functions';
import type { ActivityContext } from './implement.ts';

/** Of an orchestration: `absent` was never started, or is purged, or waits to be started. */
type StateOf = (instanceId: string) => Promise<'alive' | 'over' | 'absent'>;
export type StatesOf = (context: ActivityContext) => StateOf;

const { Completed, Failed, Terminated, Canceled } = OrchestrationRuntimeStatus;
const over: readonly OrchestrationRuntimeStatus[] = [Completed, Failed, Terminated, Canceled];

/** By the `durableClient` input of the activity. For an id that was never started the SDK throws an error that names the 404. */
export function stateByClient(context: ActivityContext): StateOf {
  const client = getClient(context);
  return async (instanceId) => {
    try {
      return over.includes((await client.getStatus(instanceId)).runtimeStatus) ? 'over' : 'alive';
    } catch (error) {
      if (error instanceof Error && error.message.includes('HTTP 404')) return 'absent';
      throw error;
    }
  };
}
