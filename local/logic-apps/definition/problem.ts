import type { z } from 'zod';

/** Something in a definition for which it is refused, and where it stands: `$.definition.actions.Create.inputs`. */
export interface Problem {
  readonly path: string;
  readonly message: string;
}

/** A workflow that is not run, with every reason that was found. */
export class DefinitionError extends Error {
  readonly problems: readonly Problem[];

  constructor(workflow: string, problems: readonly Problem[]) {
    const lines = problems.map(({ path, message }) => `  ${path}: ${message}`);
    super(`The workflow '${workflow}' can not be run:\n${lines.join('\n')}`);
    this.name = 'DefinitionError';
    this.problems = problems;
  }
}

/** The path of a property below another: `$.a.b`, or `$.a['b c']` where the name is no identifier. */
export function below(path: string, ...names: readonly PropertyKey[]): string {
  return names.reduce<string>((parent, name) => {
    if (typeof name === 'number') return `${parent}[${name}]`;
    const text = String(name);
    return /^[\w$]+$/.test(text)
      ? `${parent}.${text}`
      : `${parent}['${text.replaceAll("'", "\\'")}']`;
  }, path);
}

/** One problem for each thing that does not fit the schema; one for each property that nobody knows. */
export function problemsOf(error: z.ZodError, path: string): Problem[] {
  return error.issues.flatMap((issue) => {
    const at = below(path, ...issue.path);
    if (issue.code === 'unrecognized_keys') {
      return issue.keys.map((key) => ({
        path: below(at, key),
        message: 'is not implemented here',
      }));
    }
    return [{ path: at, message: issue.message }];
  });
}
