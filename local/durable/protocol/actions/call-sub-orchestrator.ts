import { Completion } from '../../replay/completion.ts';
import type { CallSubOrchestrator } from '../reply.ts';
import type { Scope } from './scope.ts';

/** As with activities, what cannot be started is swallowed: an unknown function, an id of the family, an entity's id. */
export function callSubOrchestrator(action: CallSubOrchestrator, scope: Scope): Completion {
  const { functionName, input, version } = action;
  const { orchestration, started } = scope;
  const reason = whyNot(action, scope);
  if (reason !== undefined) {
    scope.stall(`${reason}; Azure's engine waits for ever, too`);
    return Completion.done();
  }
  const ownId = action.instanceId?.trim() ? action.instanceId : undefined;
  return orchestration.schedule({
    kind: 'startSubOrchestration',
    name: functionName,
    version: version ?? scope.defaultVersion,
    instanceId:
      ownId ?? `${started.OrchestrationInstance.ExecutionId}:${String(orchestration.upcomingId)}`,
    input: input === undefined || input === null ? null : JSON.stringify(input),
  }).done;
}

function whyNot(
  { functionName, instanceId }: CallSubOrchestrator,
  { started, hasOrchestrator }: Scope,
): string | undefined {
  const called = `it calls the sub-orchestrator "${functionName}"`;
  if (!hasOrchestrator(functionName)) return `${called}, which the app does not have`;
  const family = [
    started.OrchestrationInstance.InstanceId,
    started.ParentInstance?.OrchestrationInstance.InstanceId,
  ];
  if (instanceId && family.some((id) => id?.toLowerCase() === instanceId.toLowerCase()))
    return `${called} with the id "${instanceId}", which is its own or its parent's`;
  if (instanceId?.startsWith('@')) return `${called} with an id that begins with @`;
  return undefined;
}
