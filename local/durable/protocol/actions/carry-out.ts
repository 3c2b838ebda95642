import { Completion } from '../../replay/completion.ts';
import type { Action } from '../reply.ts';
import { callActivity } from './call-activity.ts';
import { callEntity, lockEntities, releaseEntities, signalEntity } from './call-entity.ts';
import { callHttp } from './call-http.ts';
import { callSubOrchestrator } from './call-sub-orchestrator.ts';
import { continueAsNew } from './continue-as-new.ts';
import { createTimer } from './create-timer.ts';
import type { Scope } from './scope.ts';
import { withRetry } from './with-retry.ts';
import { waitForExternalEvent } from './wait-for-external-event.ts';

/**
 * Carries out one action and gives what is to be waited for. What stands in an `any` or `all` is carried out each time
 * that it is named, also when it runs already: so does Azure's engine.
 */
export function carryOut(action: Action, scope: Scope): Completion {
  switch (action.actionType) {
    case 0:
      return callActivity(action, scope);
    case 1:
      return withRetry(action.retryOptions, scope, () => callActivity(action, scope));
    case 2:
      return callSubOrchestrator(action, scope);
    case 3:
      return withRetry(action.retryOptions, scope, () => callSubOrchestrator(action, scope));
    case 4:
      return continueAsNew(action, scope);
    case 5:
      return createTimer(action, scope);
    case 6:
      return waitForExternalEvent(action, scope);
    case 7:
      return callEntity(action, scope);
    case 8:
      return callHttp(action, scope);
    case 9:
    case 10:
      return signalEntity(action, scope);
    case 11:
      return Completion.any(action.compoundActions.map((child) => carryOut(child, scope)));
    case 12:
      return Completion.all(action.compoundActions.map((child) => carryOut(child, scope)));
    case 13:
      return lockEntities(action, scope);
    case 14:
      return releaseEntities(scope);
  }
}
