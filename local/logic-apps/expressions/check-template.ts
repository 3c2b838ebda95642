import { findFunction } from './functions/find-function.ts';
import { parseTemplate } from './grammar/parse-template.ts';
import type { Expression } from './grammar/syntax-tree.ts';
import { TemplateError } from './template-error.ts';
import { isArray, isObject } from './values/type-name.ts';

/** Something a definition says that this language refuses, and where. */
export interface TemplateProblem {
  /** As in `$.actions.Create.inputs.body.name`, below the path that was given. */
  readonly path: string;
  readonly error: TemplateError;
}

/** Every template below the value that is no valid one: bad syntax, unknown or not implemented functions. */
export function checkTemplate(value: unknown, path: string): readonly TemplateProblem[] {
  if (typeof value === 'string') return checkText(value, path);
  if (isArray(value)) {
    return value.flatMap((item, index) => checkTemplate(item, `${path}[${index}]`));
  }
  if (!isObject(value)) return [];
  return Object.entries(value).flatMap(([name, member]) => {
    const memberPath = pathOf(path, name);
    return [...checkText(name, memberPath), ...checkTemplate(member, memberPath)];
  });
}

/** The path of a property below another: `$.a.b`, or `$.a['b c']` where the name is no identifier. */
export const pathOf = (path: string, name: string): string =>
  /^[\w$]+$/.test(name) ? `${path}.${name}` : `${path}['${name.replaceAll("'", "\\'")}']`;

function checkText(text: string, path: string): readonly TemplateProblem[] {
  return problemsOf(path, () => {
    const template = parseTemplate(text);
    if (template.kind === 'text') return [];
    if (template.kind === 'expression') return checkExpression(template.expression, path);
    return template.parts.flatMap((part) =>
      typeof part === 'string' ? [] : checkExpression(part, path),
    );
  });
}

function checkExpression(expression: Expression, path: string): readonly TemplateProblem[] {
  if (expression.kind === 'literal') return [];
  const below = [...expression.args, ...expression.accessors.map(({ property }) => property)];
  return [
    ...checkFunction(expression.name, path),
    ...below.flatMap((part) => checkExpression(part, path)),
  ];
}

/** One problem when there is no such function, else none. */
export const checkFunction = (name: string, path: string): readonly TemplateProblem[] =>
  problemsOf(path, () => {
    findFunction(name);
    return [];
  });

function problemsOf(
  path: string,
  check: () => readonly TemplateProblem[],
): readonly TemplateProblem[] {
  try {
    return check();
  } catch (error) {
    if (error instanceof TemplateError) return [{ path, error }];
    throw error;
  }
}
