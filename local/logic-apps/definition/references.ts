import { parseTemplate, TemplateError } from '../expressions/index.ts';
import type { Expression } from '../expressions/grammar/syntax-tree.ts';
import { below, type Problem } from './problem.ts';

/** What expressions name: of functions that are called with a name as text. */
interface Known {
  readonly actions: ReadonlySet<string>;
  readonly parameters: ReadonlySet<string>;
  readonly variables: ReadonlySet<string>;
}

type Kind = keyof Known;

const kindOf: Readonly<Record<string, Kind>> = {
  action: 'actions',
  actions: 'actions',
  actionbody: 'actions',
  actionoutputs: 'actions',
  body: 'actions',
  items: 'actions',
  iterationindexes: 'actions',
  outputs: 'actions',
  result: 'actions',
  parameters: 'parameters',
  variables: 'variables',
};

const words: Readonly<Record<Kind, string>> = {
  actions: 'action',
  parameters: 'parameter',
  variables: 'variable',
};

/** Names in expressions that the workflow does not have. Names are known in lower case. */
export function checkReferences(value: unknown, path: string, known: Known): Problem[] {
  if (typeof value === 'string') {
    return expressionsIn(value).flatMap((expression) => checkExpression(expression, path, known));
  }
  if (Array.isArray(value)) {
    return value.flatMap((item, index) => checkReferences(item, below(path, index), known));
  }
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, member]) => [
    ...checkReferences(name, below(path, name), known),
    ...checkReferences(member, below(path, name), known),
  ]);
}

/** None in a text that can not be read: that is reported elsewhere. */
function expressionsIn(text: string): readonly Expression[] {
  try {
    const template = parseTemplate(text);
    if (template.kind === 'expression') return [template.expression];
    if (template.kind === 'text') return [];
    return template.parts.filter((part) => typeof part !== 'string');
  } catch (error) {
    if (error instanceof TemplateError) return [];
    throw error;
  }
}

function checkExpression(expression: Expression, path: string, known: Known): Problem[] {
  if (expression.kind === 'literal') return [];
  const { name, args, accessors } = expression;
  const below = [...args, ...accessors.map(({ property }) => property)];
  const inner = below.flatMap((part) => checkExpression(part, path, known));
  const kind = kindOf[name.toLowerCase()];
  const [first] = args;
  if (!kind || first?.kind !== 'literal' || typeof first.value !== 'string') return inner;
  if (known[kind].has(first.value.toLowerCase())) return inner;
  return [{ path, message: `there is no ${words[kind]} '${first.value}'` }, ...inner];
}
