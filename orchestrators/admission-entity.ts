import type { EntityContext } from 'durable-functions';
import * as admission from '../jobs/admission/admission.ts';
import * as contracts from '../jobs/admission/contracts.ts';
import { type AdmissionState, emptyAdmission } from '../jobs/admission/state.ts';

interface After {
  readonly state: AdmissionState;
  readonly answer: object;
}

/**
 * The entity `admission`: the budgets of one region of one subscription, and the queue for them. It cannot raise
 * events: its answers name whom the caller is to wake.
 */
export function admissionEntity(context: EntityContext<AdmissionState>): void {
  const { df } = context;
  const state = { ...emptyAdmission, ...df.getState() };
  const after = operate(state, df.operationName, () => df.getInput<unknown>());
  df.setState(after.state);
  df.return(after.answer);
}

function operate(
  state: AdmissionState,
  operation: string | undefined,
  input: () => unknown,
): After {
  switch (operation) {
    case contracts.acquirePermit.name:
      return admission.acquire(state, contracts.acquirePermit.input.parse(input()));
    case contracts.releasePermit.name:
      return admission.release(state, contracts.releasePermit.input.parse(input()));
    case contracts.leaveQueue.name:
      return admission.leaveQueue(state, contracts.leaveQueue.input.parse(input()));
    case contracts.learnLimits.name:
      return admission.learn(state, contracts.learnLimits.input.parse(input()));
    case undefined:
    default:
      throw new Error(`admission has no operation ${operation ?? ''}`);
  }
}
