interface Parameter {
  readonly name: string;
  readonly encodings: number;
}

interface Pattern {
  readonly expression: RegExp;
  readonly parameters: readonly Parameter[];
}

const parameterPattern = /\{(\w+)(?:\*(\d))?\}/g;

function patternOf(path: string): Pattern {
  const parameters: Parameter[] = [];
  const source = path
    .split('/')
    .map((segment) => {
      const [found] = segment.matchAll(parameterPattern);
      if (!found) return segment.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&');
      parameters.push({ name: found[1] ?? '', encodings: Number(found[2] ?? 1) });
      return '([^/]+)';
    })
    .join('/');
  return { expression: new RegExp(`^${source}$`, 'i'), parameters };
}

/** Whether a path that may hold placeholders (any character that is no slash) can be that of an operation. */
export function fitsPath(operationPath: string, path: string): boolean {
  return patternOf(operationPath).expression.test(path);
}

/** The parameters in a path, decoded as often as the operation has them encoded; undefined when it is another path. */
export function paramsOf(
  operationPath: string,
  path: string,
): Readonly<Record<string, string>> | undefined {
  const { expression, parameters } = patternOf(operationPath);
  const match = expression.exec(path);
  if (!match) return undefined;
  const entries = parameters.map(({ name, encodings }, index) => {
    let value = match[index + 1] ?? '';
    for (let times = 0; times < encodings; times += 1) value = decoded(value);
    return [name, value];
  });
  return Object.fromEntries(entries) as Record<string, string>;
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
