import type { EventRaised, FailureDetails } from './history.ts';

export interface ScheduleActivity {
  readonly kind: 'scheduleActivity';
  readonly id: number;
  readonly name: string;
  /** JSON; null is undefined. */
  readonly input: string | null;
}
export interface StartSubOrchestration {
  readonly kind: 'startSubOrchestration';
  readonly id: number;
  readonly name: string;
  readonly version: string | null;
  readonly instanceId: string;
  readonly input: string | null;
}
export interface CreateTimer {
  readonly kind: 'createTimer';
  readonly id: number;
  readonly fireAt: Date;
}
/** A message to an entity, which nobody waits for by its number. */
export interface SendEvent {
  readonly kind: 'sendEvent';
  readonly id: number;
  readonly instanceId: string;
  readonly name: string;
  readonly input: string;
  /** When it is to arrive; null is at once. */
  readonly dueAt: Date | null;
}
export interface Complete {
  readonly kind: 'complete';
  readonly id: number;
  readonly status: 'Completed' | 'Failed' | 'Terminated';
  readonly result: string | null;
  /** What a parent is told besides the result of a failure. */
  readonly details: string | null;
  readonly failureDetails?: FailureDetails;
}
export interface ContinueAsNew {
  readonly kind: 'continueAsNew';
  readonly id: number;
  readonly input: string | null;
  /** Events that came after the orchestrator had asked to continue as new: the next execution gets them. */
  readonly carriedOver: readonly EventRaised[];
}

/** What an orchestrator has newly decided in one turn; `id` counts from 0 over a whole execution. */
export type Decision =
  ScheduleActivity | StartSubOrchestration | CreateTimer | SendEvent | Complete | ContinueAsNew;
