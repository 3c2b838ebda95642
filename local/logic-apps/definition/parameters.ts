import { z } from 'zod';
import { below, type Problem } from './problem.ts';
import type { Parameter } from './workflow.ts';

const checks = {
  array: z.array(z.unknown()),
  bool: z.boolean(),
  float: z.number(),
  int: z.int(),
  object: z.record(z.string(), z.unknown()),
  secureobject: z.record(z.string(), z.unknown()),
  securestring: z.string(),
  string: z.string(),
};

const types = z.enum([
  'array',
  'bool',
  'float',
  'int',
  'object',
  'secureobject',
  'securestring',
  'string',
]);

/** https://learn.microsoft.com/azure/logic-apps/logic-apps-workflow-definition-language#parameters */
const ParameterDefinition = z.strictObject({
  type: z.string().toLowerCase().pipe(types),
  defaultValue: z.unknown().optional(),
  allowedValues: z.array(z.unknown()).optional(),
  metadata: z.unknown().optional(),
});

export const Parameters = z.record(z.string(), ParameterDefinition);

/** The parameters by their names in lower case: what was given, or else the default. */
export function resolveParameters(
  definitions: z.infer<typeof Parameters>,
  options: {
    readonly given: Readonly<Record<string, unknown>>;
    readonly path: string;
    readonly report: (problem: Problem) => void;
  },
): ReadonlyMap<string, Parameter> {
  const { given, path, report } = options;
  const resolved = Object.entries(definitions).map(([name, definition]) => {
    const { type, defaultValue, allowedValues } = definition;
    const value = fromText(given[name] ?? defaultValue, type);
    const at = below(path, name);
    if (value === undefined) report({ path: at, message: 'the parameter has no value' });
    else if (!checks[type].safeParse(value).success) {
      report({ path: at, message: `the parameter's value is no ${type}` });
    } else if (allowedValues && !allowedValues.includes(value)) {
      report({
        path: at,
        message: `the parameter must be one of ${JSON.stringify(allowedValues)}`,
      });
    }
    return [name.toLowerCase(), { value, isSecure: type.startsWith('secure') }] as const;
  });
  return new Map(resolved);
}

/** Parameters that come from a command line are text. */
function fromText(value: unknown, type: z.infer<typeof types>): unknown {
  if (typeof value !== 'string' || ['string', 'securestring'].includes(type)) return value;
  try {
    const parsed: unknown = JSON.parse(value);
    return parsed;
  } catch {
    return value;
  }
}
