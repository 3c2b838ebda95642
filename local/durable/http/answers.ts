import type { Delivery } from '../engine/management.ts';

export function json(
  status: number,
  body: unknown,
  headers: Record<string, string> = {},
): Response {
  return new Response(JSON.stringify(body), {
    status,
    headers: { 'content-type': 'application/json; charset=utf-8', ...headers },
  });
}

export const empty = (status: number): Response => new Response(null, { status });

/** The form of Azure's answer when something was thrown. */
export function thrown(
  status: number,
  message: string,
  detail: string,
  type = 'System.InvalidOperationException',
): Response {
  return json(status, {
    Message: message,
    ExceptionMessage: detail,
    ExceptionType: type,
    StackTrace: '',
  });
}

export function delivered(delivery: Delivery): Response {
  return empty({ accepted: 202, notFound: 404, over: 410 }[delivery]);
}
