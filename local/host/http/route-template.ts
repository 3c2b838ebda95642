import { type Constraint, parseConstraint } from './route-constraints.ts';

export interface RouteTemplate {
  /** Of two templates that match, the one that comes first in the order of this text wins. */
  readonly precedence: string;
  /** The values of the parameters in this path, undefined when it does not match. */
  match(path: string): Record<string, string> | undefined;
}

interface Parameter {
  readonly name: string;
  readonly isCatchAll: boolean;
  readonly isOptional: boolean;
  readonly defaultValue: string | undefined;
  readonly constraints: readonly Constraint[];
}

const parameterPattern = /^(\*{0,2})([A-Za-z_]\w*)((?::\w+(?:\([^)]*\))?)*)(?:=([^?]*))?(\?)?$/;

/**
 * Reads a route as Azure Functions has them, such as `jobs/{id:int}/{*rest}`; throws, saying why, when it is none.
 * Not a router's own syntax: ASP.NET's routes match without case, and the most specific wins, not the first.
 * https://learn.microsoft.com/aspnet/core/fundamentals/routing#route-templates
 */
export function parseRouteTemplate(template: string): RouteTemplate {
  const parameters: Parameter[] = [];
  const segments = template.split('/').filter((segment) => segment !== '');
  let source = '';
  let precedence = '';
  for (const segment of segments) {
    const before = parameters.length;
    const inner = segmentSource(segment, template, parameters);
    const added = parameters.slice(before);
    const last = added.at(-1);
    const mayBeAbsent =
      last && inner.isWholeParameter && (last.isOptional || last.defaultValue !== undefined);
    if (last?.isCatchAll) source += `(?:/${inner.source})?`;
    else source += mayBeAbsent ? `(?:/${inner.source})?` : `/${inner.source}`;
    precedence += precedenceOf(added, inner.isWholeParameter);
  }
  const pattern = new RegExp(`^${source}/?$`, 'i');
  return { precedence, match: (path) => readParameters(pattern.exec(path), parameters) };
}

function segmentSource(segment: string, template: string, parameters: Parameter[]) {
  let source = '';
  let rest = segment;
  const isWholeParameter = /^\{[^{}]*\}$/.test(segment);
  while (rest !== '') {
    const [literal = ''] = /^[^{}]*/.exec(rest) ?? [];
    source += literal.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
    rest = rest.slice(literal.length);
    if (rest === '') break;
    const [braced] = /^\{[^{}]*\}/.exec(rest) ?? [];
    if (braced === undefined)
      throw new Error(`the route "${template}" has braces that do not match`);
    const parameter = parseParameter(braced.slice(1, -1), template);
    parameters.push(parameter);
    source += parameter.isCatchAll ? '(.*)' : '([^/]+?)';
    rest = rest.slice(braced.length);
  }
  return { source, isWholeParameter };
}

function parseParameter(text: string, template: string): Parameter {
  const match = parameterPattern.exec(text);
  if (!match)
    throw new Error(`the route "${template}" has a parameter {${text}} that can not be read`);
  const [, stars = '', name = '', constraints = '', defaultValue, optional] = match;
  return {
    name,
    isCatchAll: stars !== '',
    isOptional: optional !== undefined,
    defaultValue,
    constraints: [...constraints.matchAll(/:(\w+(?:\([^)]*\))?)/g)].map(([, constraint = '']) =>
      parseConstraint(constraint),
    ),
  };
}

/** https://github.com/dotnet/aspnetcore/blob/main/src/Http/Routing/src/Template/RoutePrecedence.cs */
function precedenceOf(parameters: readonly Parameter[], isWholeParameter: boolean): string {
  const [parameter] = parameters;
  if (!parameter) return '1';
  if (!isWholeParameter) return '2';
  const isConstrained = parameter.constraints.length > 0;
  if (parameter.isCatchAll) return isConstrained ? '4' : '5';
  return isConstrained ? '2' : '3';
}

function readParameters(
  match: RegExpExecArray | null,
  parameters: readonly Parameter[],
): Record<string, string> | undefined {
  if (!match) return undefined;
  const values: Record<string, string> = {};
  for (const [index, parameter] of parameters.entries()) {
    const raw: string | undefined = match[index + 1];
    const value = raw === undefined || raw === '' ? parameter.defaultValue : decode(raw);
    if (value === undefined) continue;
    if (!parameter.constraints.every((isMet) => isMet(value))) return undefined;
    values[parameter.name] = value;
  }
  return values;
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
