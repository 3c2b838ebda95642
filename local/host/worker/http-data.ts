import type { InvocationResult, RegisteredFunction, RpcCookie, RpcData } from './types.ts';

/** The wire value of a request: `params` are those of the route. Reads the body. */
export async function requestData(
  request: Request,
  params: Readonly<Record<string, string>>,
): Promise<RpcData> {
  const url = new URL(request.url);
  const hasBody = !['GET', 'HEAD'].includes(request.method);
  return {
    http: {
      method: request.method,
      url: request.url,
      headers: Object.fromEntries(request.headers),
      query: Object.fromEntries(url.searchParams),
      params,
      ...(hasBody && { body: { bytes: new Uint8Array(await request.arrayBuffer()) } }),
    },
  };
}

/**
 * What the function answered: its `http` output. Without one it is 204 with an empty body, or 200 where a response
 * was given that says nothing else.
 */
export function responseOf(fn: RegisteredFunction, result: InvocationResult): Response {
  const output = Object.entries(fn.bindings).find(
    ([, { type, direction }]) => type.toLowerCase() === 'http' && direction === 'out',
  )?.[0];
  const data =
    output === '$return'
      ? result.returnValue
      : result.outputs.find(({ name }) => name === output)?.data;
  const http = data?.http;
  if (!http) return new Response(null, { status: 204 });
  const headers = new Headers(http.headers);
  for (const cookie of http.cookies ?? []) headers.append('set-cookie', setCookie(cookie));
  const status = Number(http.statusCode ?? 200);
  const isBodiless = [101, 204, 205, 304].includes(status);
  const body = http.body?.bytes?.slice() ?? http.body?.string ?? null;
  return new Response(isBodiless ? null : body, { status, headers });
}

/** https://www.rfc-editor.org/rfc/rfc6265#section-4.1 */
function setCookie(cookie: RpcCookie): string {
  const { name, value, domain, path, expires, maxAge, secure, httpOnly, sameSite } = cookie;
  const parts = [`${name}=${encodeURIComponent(value)}`];
  if (domain) parts.push(`Domain=${domain.value}`);
  if (path) parts.push(`Path=${path.value}`);
  if (expires) parts.push(`Expires=${new Date(expires.value.seconds * 1000).toUTCString()}`);
  if (maxAge) parts.push(`Max-Age=${String(maxAge.value)}`);
  if (secure?.value === true) parts.push('Secure');
  if (httpOnly?.value === true) parts.push('HttpOnly');
  const site = sameSite === undefined ? undefined : sameSites[sameSite];
  if (site !== undefined) parts.push(`SameSite=${site}`);
  return parts.join('; ');
}

/** On the wire `none` says that the app gave none. */
const sameSites = { none: undefined, lax: 'Lax', strict: 'Strict', explicitNone: 'None' } as const;
