import { parseExpression } from './parse-expression.ts';
import { syntaxError } from './syntax-error.ts';
import type { Expression, Template } from './syntax-tree.ts';

/**
 * What a string of a definition means. `@@...` is the text behind the first `@`, and `@@{` within a text is `@{`.
 * Throws InvalidTemplate.
 * https://learn.microsoft.com/azure/logic-apps/logic-apps-workflow-definition-language#expressions
 */
export function parseTemplate(text: string): Template {
  if (text.startsWith('@@')) return { kind: 'text', text: text.slice(1) };
  if (text.length > 1 && text.startsWith('@') && text[1] !== '{') {
    return { kind: 'expression', expression: parseExpression(text.slice(1)) };
  }
  if (!text.includes('@{')) return { kind: 'text', text };
  return { kind: 'interpolation', parts: parseInterpolation(text) };
}

function parseInterpolation(text: string): readonly (string | Expression)[] {
  const parts: (string | Expression)[] = [];
  let position = 0;
  for (;;) {
    const start = text.indexOf('@{', position);
    if (start < 0) break;
    if (start > position) parts.push(text.slice(position, start));
    if (start > 0 && text[start - 1] === '@') {
      position = start + 1;
      continue;
    }
    const end = endOfInterpolation(text, start + 2);
    parts.push(parseExpression(text.slice(start + 2, end)));
    position = end + 1;
  }
  if (position < text.length) parts.push(text.slice(position));
  return parts;
}

/** Where the brace stands that closes what begins at `start`; braces within string literals do not count. */
function endOfInterpolation(text: string, start: number): number {
  let quoted = false;
  for (let position = start; position < text.length; position += 1) {
    if (text[position] === "'") quoted = !quoted;
    else if (text[position] === '}' && !quoted) return position;
  }
  throw syntaxError(text, `the string interpolation at position '${start - 2}' is not terminated.`);
}
