import { Hono } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import { randomUUID } from 'node:crypto';
import { behaviourRoutes } from '../admin/behaviour-routes.ts';
import { adminRoutes } from '../admin/routes.ts';
import { armRoutes } from '../arm/routes.ts';
import { containerGroupRoutes } from '../container-groups/routes.ts';
import type { Emulator } from '../emulator.ts';
import { identityRoutes } from '../identity/routes.ts';
import { AzureError } from '../model/azure-error.ts';
import { errors } from '../model/errors.ts';
import { listMetrics } from '../metrics/list-metrics.ts';
import { standbyPoolRoutes } from '../standby-pools/routes.ts';
import type { AppContext, AppEnv } from './app-env.ts';
import { ConnectionCut } from './apply-fault.ts';
import { checkGuard } from './guards.ts';
import { normalisePath, routerPath } from './paths.ts';
import { recordRequests } from './record-requests.ts';
import type { Reply } from './route.ts';
import { noResponse, sendPart } from './send-part.ts';
import { serveRoute } from './serve-route.ts';

/** https://learn.microsoft.com/azure/azure-resource-manager/management/request-limits-and-throttling */
const maxBodyBytes = 4 * 1024 * 1024;

/** Everything the emulator answers, on both listeners. */
export function createApp(emulator: Emulator): Hono<AppEnv> {
  const app = new Hono<AppEnv>({ getPath: (request) => normalisePath(request.url) });
  app.use(async (c, next) => {
    c.set('requestId', randomUUID());
    await next();
  });
  app.use(recordRequests(emulator));
  app.use(
    bodyLimit({
      maxSize: maxBodyBytes,
      onError() {
        throw errors.contentTooLarge(maxBodyBytes);
      },
    }),
  );
  const routes = [
    ...[...armRoutes, ...containerGroupRoutes, ...standbyPoolRoutes, ...identityRoutes],
    ...[listMetrics, ...adminRoutes, ...behaviourRoutes],
  ];
  for (const route of routes) {
    app.on(route.method, routerPath(route.path), async (c) =>
      respond(c, await serveRoute(route, c, emulator)),
    );
  }
  for (const path of new Set(routes.map((route) => routerPath(route.path)))) {
    app.all(path, (c) => toResponse(c, errorReply(errors.methodNotAllowed(c.req.method))));
  }
  app.notFound((c) => toResponse(c, unknownPath(c, emulator)));
  app.onError((error, c) =>
    error instanceof ConnectionCut || isGone(c) ? noResponse() : respond(c, errorReply(error)),
  );
  return app;
}

/** The client has left in the middle of its request, or was cut off: what comes of that is no bug. */
function isGone({ env }: AppContext): boolean {
  return env.incoming?.socket.destroyed ?? false;
}

/** A path that nobody knows is not shown to those who may not come in at all. */
function unknownPath(c: AppContext, emulator: Emulator): Reply {
  const { pathname, searchParams } = new URL(c.req.url);
  try {
    const params = {
      ...{ subscriptionId: '', resourceGroup: '', name: '', container: '' },
      ...{ location: '', id: '', tenant: '' },
    };
    checkGuard('arm', { query: searchParams, headers: c.req.raw.headers, params }, emulator);
    const type = otherProvidersType(pathname);
    return errorReply(type ? errors.notImplemented(type) : errors.pathNotFound(pathname));
  } catch (error) {
    return errorReply(error);
  }
}

/** The type of a resource of Azure whose provider is not emulated, such as `Microsoft.ManagedIdentity/userAssignedIdentities`. */
function otherProvidersType(pathname: string): string | undefined {
  const [, type] = /.*\/providers\/(Microsoft\.[\w.]+\/\w+)/i.exec(pathname) ?? [];
  return type !== undefined && /\.(?:ContainerInstance|StandbyPool)\//i.test(type)
    ? undefined
    : type;
}

function errorReply(error: unknown): Reply {
  if (error instanceof AzureError) {
    return { status: error.status, body: error.toBody(), headers: error.headers };
  }
  console.error('aci: a request has failed:', error);
  return {
    status: 500,
    body: {
      error: { code: 'InternalServerError', message: 'The emulator has a bug; see its log.' },
    },
  };
}

async function respond(c: AppContext, reply: Reply): Promise<Response> {
  const response = toResponse(c, reply);
  const bytes = c.get('truncate');
  if (bytes === undefined || !c.env.outgoing) return response;
  await sendPart(c, response, bytes);
  return noResponse();
}

function toResponse(c: AppContext, { status, body, headers }: Reply): Response {
  const id = c.get('requestId');
  const clientId = c.req.header('x-ms-client-request-id');
  const all = new Headers({
    'cache-control': 'no-cache',
    'x-ms-request-id': id,
    'x-ms-correlation-request-id': id,
    'x-ms-routing-request-id': `LOCAL:${id}`,
    ...(clientId !== undefined && { 'x-ms-client-request-id': clientId }),
    ...(body !== undefined && {
      'content-type':
        typeof body === 'string' ? 'text/plain; charset=utf-8' : 'application/json; charset=utf-8',
    }),
    ...c.get('replyHeaders'),
    ...headers,
  });
  const text = typeof body === 'object' ? JSON.stringify(body) : (body ?? null);
  return new Response(text, { status, headers: all });
}
