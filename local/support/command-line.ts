import { parseArgs } from 'node:util';
import { z } from 'zod';

const noPort = 'must be a port: 0, which is a free one, to 65535';
export const port = z.coerce.number(noPort).int(noPort).min(0, noPort).max(65_535, noPort);

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
