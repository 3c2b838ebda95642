import type { RpcCookie, RpcData, RpcHttp } from '../worker/types.ts';

const bodiless = new Set([204, 205, 304]);

/** Makes the HTTP response of what a function gave back; a function that gives nothing is answered with 204, as on Azure. */
export function fromRpcResponse(http: RpcHttp | undefined): Response {
  if (!http) return new Response(null, { status: 204 });
  const status = Number(http.statusCode ?? 200);
  const headers = new Headers({ ...http.headers });
  for (const cookie of http.cookies ?? []) headers.append('set-cookie', serializeCookie(cookie));
  const body = bodiless.has(status) ? null : bodyOf(http.body);
  // As ASP.NET does; the server would call it text.
  if (body !== null && !headers.has('content-type'))
    headers.set('content-type', 'application/octet-stream');
  return new Response(body, { status, headers });
}

function bodyOf(data: RpcData | null | undefined): string | Uint8Array<ArrayBuffer> | null {
  if (data?.bytes) return data.bytes.length > 0 ? new Uint8Array(data.bytes) : null;
  return data?.string ?? data?.json ?? null;
}

const sameSites = { lax: 'Lax', strict: 'Strict', explicitNone: 'None', none: undefined } as const;

/** https://datatracker.ietf.org/doc/html/rfc6265#section-4.1 */
function serializeCookie(cookie: RpcCookie): string {
  const sameSite = sameSites[cookie.sameSite ?? 'none'];
  const expires = cookie.expires && new Date(cookie.expires.value.seconds * 1000).toUTCString();
  return [
    `${encodeURIComponent(cookie.name)}=${encodeURIComponent(cookie.value)}`,
    expires && `Expires=${expires}`,
    cookie.maxAge && `Max-Age=${Math.floor(cookie.maxAge.value)}`,
    cookie.domain && `Domain=${cookie.domain.value}`,
    cookie.path && `Path=${cookie.path.value}`,
    cookie.secure?.value && 'Secure',
    sameSite && `SameSite=${sameSite}`,
    cookie.httpOnly?.value && 'HttpOnly',
  ]
    .filter((part) => typeof part === 'string')
    .join('; ');
}
