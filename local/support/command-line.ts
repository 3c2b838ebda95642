import { parseArgs } from 'node:util';
import type { z } from 'zod';

/** Reads `--name value` options by a schema; throws one line with all that is wrong. */
export function parseCommandLine<S extends z.ZodObject>(
  schema: S,
  args: readonly string[],
): z.output<S> {
  const { values } = parseArgs({
    args: [...args],
    options: Object.fromEntries(
      Object.keys(schema.shape).map((name) => [name, { type: 'string' as const }]),
    ),
  });
  const parsed = schema.safeParse(values);
  if (parsed.success) return parsed.data;
  const wrong = parsed.error.issues.map((issue) => `--${issue.path.join('.')}: ${issue.message}`);
  throw new Error(wrong.join('; '));
}
