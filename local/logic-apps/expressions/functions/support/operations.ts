import type { ExpressionScope, OperationRecord } from '../../scope.ts';
import { invalidTemplate } from '../../template-error.ts';
import { findProperty } from '../../values/find-property.ts';
import { isObject } from '../../values/type-name.ts';
import { notExpectedHere } from '../function-errors.ts';

/** An action of the run by its name. Throws InvalidTemplate. */
export function actionOf(scope: ExpressionScope, actionName: string): OperationRecord {
  const record = scope.actions(actionName);
  if (record) return record;
  throw invalidTemplate(`The template action '${actionName}' is not defined in the template.`);
}

/** The trigger of the run. Throws InvalidTemplate where there is none. */
export function triggerOf(scope: ExpressionScope, functionName: string): OperationRecord {
  const record = scope.trigger();
  if (record) return record;
  throw notExpectedHere(functionName);
}

/** `outputs.body` of an action or trigger, null without one. */
export function bodyOf({ outputs }: OperationRecord): unknown {
  if (!isObject(outputs)) return null;
  const name = findProperty(outputs, 'body');
  return name === undefined ? null : outputs[name];
}
