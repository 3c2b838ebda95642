import type { RpcData, RpcHttp } from '../worker/types.ts';

/** A request as Azure's host hands it to the worker. */
export function toRpcRequest(
  request: Request,
  params: Readonly<Record<string, string>>,
  body: Uint8Array,
): RpcHttp {
  return {
    method: request.method,
    url: request.url,
    headers: Object.fromEntries(request.headers),
    query: queryOf(request),
    params,
    ...(body.byteLength > 0 && { body: { bytes: body } }),
  };
}

/** What goes beside a request that is streamed; Azure gives query values among the parameters. */
export function toStreamMetadata(
  request: Request,
  params: Readonly<Record<string, string>>,
): Record<string, RpcData> {
  const query = queryOf(request);
  const strings = Object.entries({ ...query, ...params }).map(
    ([name, value]): [string, RpcData] => [name, { string: value }],
  );
  return {
    ...Object.fromEntries(strings),
    Headers: { json: JSON.stringify(Object.fromEntries(request.headers)) },
    Query: { json: JSON.stringify(query) },
  };
}

/** A name that is there several times has its values joined by commas, as ASP.NET does. */
function queryOf(request: Request): Record<string, string> {
  const query: Record<string, string> = {};
  for (const [name, value] of new URL(request.url).searchParams) {
    query[name] = name in query ? `${query[name] ?? ''},${value}` : value;
  }
  return query;
}
