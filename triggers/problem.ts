import type { HttpResponseInit } from '@azure/functions';
import type { SpecError } from '../jobs/job-spec.ts';

interface Problem {
  readonly status: number;
  readonly title: string;
  readonly errors?: readonly SpecError[];
}

/** An error as https://www.rfc-editor.org/rfc/rfc9457 wants it; `errors` names each wrong field. */
export function problem({ status, title, errors }: Problem): HttpResponseInit {
  return {
    status,
    headers: { 'content-type': 'application/problem+json' },
    body: JSON.stringify({ type: 'about:blank', title, status, ...(errors?.length && { errors }) }),
  };
}
