import type { Decision } from '../../engine/decision.ts';
import { NonDeterminismError, type Orchestration } from '../orchestration.ts';

const changed =
  'Was a change made to the orchestrator code after this instance had already started running?';

/** The names that the engine on Azure has for what was decided; its texts show them. */
const actionNames: Readonly<Record<Decision['kind'], string>> = {
  scheduleActivity: 'ScheduleTaskOrchestratorAction',
  startSubOrchestration: 'CreateSubOrchestrationAction',
  createTimer: 'CreateTimerOrchestratorAction',
  sendEvent: 'SendEventOrchestratorAction',
  complete: 'OrchestrationCompleteOrchestratorAction',
  continueAsNew: 'OrchestrationCompleteOrchestratorAction',
};

/** What the history says was decided, and the words for the ways in which today's code can differ from it. */
interface Confirmation {
  readonly id: number;
  readonly kind: Decision['kind'];
  /** Compared without case. */
  readonly name?: string;
  readonly notDecided: string;
  readonly decidedOther: (actionName: string) => string;
  readonly decidedOtherName: (name: string) => string;
}

/** Takes a decision off the list that the history has already; throws when it was not decided just so. */
export function confirm(orchestration: Orchestration, expected: Confirmation): void {
  const decision = orchestration.decisionOf(expected.id);
  if (!decision) throw new NonDeterminismError(`${expected.notDecided} ${changed}`);
  if (decision.kind !== expected.kind)
    throw new NonDeterminismError(
      `${expected.decidedOther(actionNames[decision.kind])} ${changed}`,
    );
  if (
    expected.name !== undefined &&
    'name' in decision &&
    decision.name.toLowerCase() !== expected.name.toLowerCase()
  )
    throw new NonDeterminismError(`${expected.decidedOtherName(decision.name)} ${changed}`);
  orchestration.confirm(expected.id);
}
