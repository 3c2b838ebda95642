import { type DurableClient, OrchestrationRuntimeStatus } from 'durable-functions';

/** Histories of orchestrations that have ended. */
export interface Histories {
  /** Deletes those of this task hub that were begun before, and says how many. */
  purge(before: Date): Promise<number>;
}

const ended = [
  OrchestrationRuntimeStatus.Completed,
  OrchestrationRuntimeStatus.Failed,
  OrchestrationRuntimeStatus.Terminated,
  OrchestrationRuntimeStatus.Canceled,
];
/** The call wants a beginning; nothing is older. */
const createdTimeFrom = new Date('2020-01-01T00:00:00Z');

export function historiesOf(client: DurableClient): Histories {
  return {
    async purge(before) {
      const filter = { createdTimeFrom, createdTimeTo: before, runtimeStatus: ended };
      return (await client.purgeInstanceHistoryBy(filter)).instancesDeleted;
    },
  };
}
