import { z } from 'zod';

/** Numbers of the out-of-process protocol: lib/src/history/HistoryEventType.js of durable-functions 3.5. */
export const EventType = {
  ExecutionStarted: 0,
  TaskScheduled: 4,
  TaskCompleted: 5,
  TaskFailed: 6,
  SubOrchestrationCreated: 7,
  SubOrchestrationCompleted: 8,
  SubOrchestrationFailed: 9,
  TimerCreated: 10,
  TimerFired: 11,
  OrchestratorStarted: 12,
  OrchestratorCompleted: 13,
  EventSent: 14,
  EventRaised: 15,
} as const;

export interface HistoryEvent {
  readonly EventType: number;
  readonly EventId: number;
  readonly Timestamp: string;
  IsPlayed: boolean;
  readonly [field: string]: unknown;
}

/** Numbers of the out-of-process protocol: lib/src/actions/ActionType.js of durable-functions 3.5. */
export const ActionType = {
  CallActivity: 0,
  CallSubOrchestrator: 2,
  ContinueAsNew: 4,
  CreateTimer: 5,
  CallEntity: 7,
  SignalEntity: 9,
} as const;

const Action = z.object({
  actionType: z.int(),
  functionName: z.string().optional(),
  instanceId: z.string().optional(),
  version: z.string().optional(),
  /** Of an entity. */
  operation: z.string().optional(),
  input: z.unknown().optional(),
  fireAt: z.string().optional(),
  isCanceled: z.boolean().optional(),
  externalEventName: z.string().optional(),
  get compoundActions() {
    return z.array(Action).optional();
  },
});
export type Action = z.infer<typeof Action>;

/** What the executor answers to one trigger. */
export const Decision = z.object({
  isDone: z.boolean(),
  actions: z.array(z.array(Action)).transform((batches) => flatten(batches.flat())),
  output: z.unknown().optional(),
  customStatus: z.unknown().optional(),
});
export type Decision = z.infer<typeof Decision>;

/** In the order in which the executor numbers them: depth first. */
function flatten(actions: readonly Action[]): Action[] {
  return actions.flatMap((action) =>
    action.compoundActions ? flatten(action.compoundActions) : [action],
  );
}
