import type { Emulator } from '../emulator.ts';
import { throttle } from '../limits/throttle.ts';
import { AzureError } from '../model/azure-error.ts';
import { errors } from '../model/errors.ts';
import type { AppContext } from './app-env.ts';
import { handleWithFaults } from './apply-fault.ts';
import { checkGuard } from './guards.ts';
import type { ApiRequest, Reply, Route, RouteParams } from './route.ts';

/** Serves one request of an operation: guards, throttles, faults, and the operation itself. */
export async function serveRoute(route: Route, c: AppContext, emulator: Emulator): Promise<Reply> {
  const request = await apiRequest(c);
  const { params } = request;
  c.set('operation', route.operation);
  if (params.name) c.set('group', params.name);
  const warnings = checkGuard(route.guard, request, emulator);
  c.set('replyHeaders', { ...warnings, ...throttle(route, emulator) });
  return handleWithFaults(route, request, c, emulator);
}

async function apiRequest(c: AppContext): Promise<ApiRequest> {
  const url = new URL(c.req.url);
  const given = c.req.param();
  const param = (name: keyof RouteParams): string =>
    (name in given ? given[name] : undefined) ?? '';
  return {
    method: c.req.method,
    params: {
      subscriptionId: param('subscriptionId'),
      resourceGroup: param('resourceGroup'),
      name: param('name'),
      container: param('container'),
      location: param('location'),
      id: param('id'),
      tenant: param('tenant'),
    },
    query: url.searchParams,
    headers: c.req.raw.headers,
    origin: url.origin,
    path: url.pathname,
    text: await readText(c),
    requestId: c.get('requestId'),
    lifecycle: [],
  };
}

async function readText(c: AppContext): Promise<string> {
  if (['GET', 'HEAD', 'DELETE'].includes(c.req.method)) return '';
  const encoding = c.req.header('content-encoding') ?? 'identity';
  if (encoding.toLowerCase() !== 'identity') throw errors.unsupportedMediaType(encoding);
  const type = c.req.header('content-type') ?? '';
  if (type.toLowerCase().startsWith('multipart/')) throw errors.unsupportedMediaType(type);
  try {
    return await c.req.text();
  } catch (error) {
    if (error instanceof AzureError) throw error;
    throw errors.invalidRequestContent('the body ended too early');
  }
}
