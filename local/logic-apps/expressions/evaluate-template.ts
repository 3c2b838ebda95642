import { evaluateExpression } from './evaluate-expression.ts';
import { parseTemplate } from './grammar/parse-template.ts';
import type { ExpressionScope } from './scope.ts';
import { toPlain } from './values/to-plain.ts';
import { toText } from './values/to-text.ts';
import { isArray, isObject } from './values/type-name.ts';

/**
 * The value with every template in it evaluated: strings and property names, at every depth. The input is not
 * changed; the result is plain JSON that may share parts with what the scope gave. Throws TemplateError.
 */
export function evaluateTemplate(value: unknown, scope: ExpressionScope): unknown {
  if (typeof value === 'string') return toPlain(evaluateText(value, scope));
  if (isArray(value)) return value.map((item) => evaluateTemplate(item, scope));
  if (!isObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, member]) => [
      toText(evaluateText(name, scope)),
      evaluateTemplate(member, scope),
    ]),
  );
}

function evaluateText(text: string, scope: ExpressionScope): unknown {
  const template = parseTemplate(text);
  switch (template.kind) {
    case 'text':
      return template.text;
    case 'expression':
      return evaluateExpression(template.expression, scope);
    case 'interpolation':
      return template.parts
        .map((part) => (typeof part === 'string' ? part : toText(evaluateExpression(part, scope))))
        .join('');
  }
}
