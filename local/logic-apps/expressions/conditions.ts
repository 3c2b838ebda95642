import { checkFunction, checkTemplate, pathOf, type TemplateProblem } from './check-template.ts';
import { evaluateTemplate } from './evaluate-template.ts';
import { findFunction, isFunctionOfAzure } from './functions/find-function.ts';
import type { ExpressionScope } from './scope.ts';
import { invalidTemplate } from './template-error.ts';
import { toJsonText } from './values/to-json-text.ts';
import { isArray, isObject, typeName } from './values/type-name.ts';

/**
 * The truth of a condition: an expression, or `{ and: [...] }` and the like at any depth, where every function of the
 * language can stand. Throws TemplateError.
 */
export function evaluateCondition(condition: unknown, scope: ExpressionScope): boolean {
  const value = evaluateOperand(condition, scope);
  if (typeof value === 'boolean') return value;
  const text = typeof condition === 'string' ? condition : toJsonText(condition);
  throw invalidTemplate(
    `The result of the evaluation of condition '${text}' is of type '${typeName(value)}'. The result must be a valid boolean value.`,
  );
}

/** What can be known to be wrong with a condition before it is evaluated. */
export function checkCondition(condition: unknown, path: string): readonly TemplateProblem[] {
  const call = asCall(condition);
  if (!call) return checkTemplate(condition, path);
  const below = pathOf(path, call.name);
  const operands = call.operands.flatMap((operand, index) => {
    const check = isCall(operand, call.name) ? checkCondition : checkTemplate;
    return check(operand, `${below}[${index}]`);
  });
  return [...checkFunction(call.name, below), ...operands];
}

function evaluateOperand(operand: unknown, scope: ExpressionScope): unknown {
  const call = asCall(operand);
  if (!call) return evaluateTemplate(operand, scope);
  const args = call.operands.map((part) => () => {
    const evaluate = isCall(part, call.name) ? evaluateOperand : evaluateTemplate;
    return evaluate(part, scope);
  });
  return findFunction(call.name).evaluate(args, scope);
}

/** Whether an object among the operands of a function is a call, or data that happens to have one property. */
function isCall(operand: unknown, within: string): boolean {
  const name = asCall(operand)?.name;
  if (name === undefined) return false;
  return /^(and|or|not)$/i.test(within) || isFunctionOfAzure(name);
}

function asCall(operand: unknown): { name: string; operands: readonly unknown[] } | undefined {
  if (!isObject(operand)) return undefined;
  const [entry, ...others] = Object.entries(operand);
  if (!entry || others.length > 0) return undefined;
  const [name, operands] = entry;
  return { name, operands: isArray(operands) ? operands : [operands] };
}
