import type { HttpRequest, HttpResponseInit } from '@azure/functions';
import type { z } from 'zod';
import { problem } from './problem.ts';

type Query<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly reply: HttpResponseInit };

/** Reads the query of a URL; the reply names every wrong parameter. The host's own, the function key, is left out. */
export function readQuery<T>(schema: z.ZodType<T>, request: HttpRequest): Query<T> {
  const parameters = [...request.query].filter(([name]) => name !== 'code' && name !== 'clientId');
  const parsed = schema.safeParse(Object.fromEntries(parameters));
  if (parsed.success) return { ok: true, value: parsed.data };
  const errors = parsed.error.issues.map(({ path, message }) => ({
    path: path.join('.'),
    message,
  }));
  return { ok: false, reply: problem({ status: 400, title: 'The query is not right', errors }) };
}
