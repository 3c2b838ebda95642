import { findFunction } from './functions/find-function.ts';
import type { Expression } from './grammar/syntax-tree.ts';
import type { ExpressionScope } from './scope.ts';
import { selectProperty } from './select-property.ts';

/** The value of a parsed expression. Throws TemplateError. */
export function evaluateExpression(expression: Expression, scope: ExpressionScope): unknown {
  if (expression.kind === 'literal') return expression.value;
  const { name, args, accessors, text } = expression;
  const lazyArgs = args.map((argument) => () => evaluateExpression(argument, scope));
  let value = findFunction(name).evaluate(lazyArgs, scope);
  for (const { property, optional } of accessors) {
    const key = evaluateExpression(property, scope);
    value = selectProperty(value, key, { optional, expression: text });
  }
  return value ?? null;
}
