import type { z } from 'zod';
import type { ErrorDetail } from '../model/azure-error.ts';
import { errors } from '../model/errors.ts';

const deepest = 64;

/** The JSON of a request, with `null` as good as absent. Throws 400. */
export function parseJson(text: string): unknown {
  try {
    return withoutNulls(JSON.parse(text), 0);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw errors.invalidRequestContent(reason.slice(0, 200));
  }
}

function withoutNulls(value: unknown, depth: number): unknown {
  if (depth > deepest) throw new Error(`it is nested more than ${String(deepest)} deep`);
  if (Array.isArray(value)) return value.map((item) => withoutNulls(item, depth + 1));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([, item]) => item !== null)
      .map(([name, item]) => [name, withoutNulls(item, depth + 1)]),
  );
}

/** A body by its schema. Throws one 400 that names every wrong field. */
export function parseBody<T>(text: string, schema: z.ZodType<T>): T {
  return parsedBy(schema, parseJson(text));
}

/** The query of a request by its schema, in the same way. */
export function parseQuery<T>(query: URLSearchParams, schema: z.ZodType<T>): T {
  return parsedBy(schema, Object.fromEntries(query));
}

function parsedBy<T>(schema: z.ZodType<T>, value: unknown): T {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  throw errors.invalidRequest(parsed.error.issues.map(problemOf));
}

function problemOf(issue: z.core.$ZodIssue): ErrorDetail {
  const target = issue.path
    .map((part) => (typeof part === 'number' ? `[${String(part)}]` : `.${String(part)}`))
    .join('')
    .replace(/^\./, '');
  return {
    code: 'InvalidRequestContent',
    message: issue.message,
    ...(target && { target }),
  };
}
