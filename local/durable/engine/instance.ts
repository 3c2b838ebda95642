/** https://learn.microsoft.com/azure/azure-functions/durable/durable-functions-instance-management#query-instances */
export const runtimeStatuses = [
  'Running',
  'Completed',
  'ContinuedAsNew',
  'Failed',
  'Canceled',
  'Terminated',
  'Pending',
  'Suspended',
] as const;
export type RuntimeStatus = (typeof runtimeStatuses)[number];

export const isTerminal = (status: RuntimeStatus): boolean =>
  ['Completed', 'Failed', 'Canceled', 'Terminated'].includes(status);

/** What is known of an instance without its history. Input, output and status are JSON, or text as it was given. */
export interface Instance {
  readonly instanceId: string;
  readonly executionId: string;
  readonly name: string;
  readonly version: string | null;
  readonly status: RuntimeStatus;
  readonly input: string | null;
  readonly output: string | null;
  readonly customStatus: string | null;
  readonly createdAt: Date;
  readonly updatedAt: Date;
  /** How often this id had been started before. */
  readonly generation: number;
}

export interface InstanceFilter {
  readonly statuses?: readonly RuntimeStatus[];
  readonly createdFrom?: Date;
  readonly createdTo?: Date;
  readonly idPrefix?: string;
  /** Only ids that come after it. */
  readonly afterId?: string;
}
