import type { Workflow } from '../definition/workflow.ts';
import type { ExpressionScope } from '../expressions/index.ts';
import type { Clock } from '../../support/clock.ts';
import type { Outside } from './outside.ts';

interface TriggerScopeOptions {
  readonly workflow: Workflow;
  readonly trigger: string;
  readonly outputs: unknown;
  readonly clock: Clock;
  readonly outside: Outside;
}

const none = (): undefined => undefined;

/** What the expressions of a trigger see: there is no run yet. */
export function triggerScope(options: TriggerScopeOptions): ExpressionScope {
  const { workflow, trigger, outputs, clock, outside } = options;
  const { id, name, location } = workflow;
  return {
    now: () => clock.now(),
    newGuid: () => outside.newGuid(),
    random: () => outside.random(),
    trigger: () => ({ name: trigger, outputs, startTime: clock.now().toISOString() }),
    actions: none,
    action: none,
    result: none,
    parameters: (parameter) => workflow.parameters.get(parameter.toLowerCase()),
    variables: none,
    items: none,
    item: none,
    iterationIndexes: none,
    workflow: () => ({ id, name, type: 'Microsoft.Logic/workflows', location, tags: {} }),
    listCallbackUrl: none,
  };
}
