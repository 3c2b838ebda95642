import { Hono } from 'hono';
import { empty } from './answers.ts';
import { entityRoutes } from './entity-routes.ts';
import { messageRoutes } from './message-routes.ts';
import { queryRoutes } from './query-routes.ts';
import { type RouteOptions, startRoutes } from './start-routes.ts';
import { rpcPath, webhookPath } from './urls.ts';

/**
 * The management API, twice: as the webhook, which needs the system key as `code`, and for the app itself, on a
 * loopback address and without a key.
 */
export function managementApi(options: RouteOptions): (request: Request) => Promise<Response> {
  const api = new Hono({ strict: false });
  startRoutes(api, options);
  queryRoutes(api, options);
  messageRoutes(api, options);
  entityRoutes(api, options);

  const app = new Hono({ strict: false });
  app.use(`${webhookPath}/*`, async (context, next) => {
    const key = context.req.query('code') ?? context.req.header('x-functions-key');
    if (key !== options.systemKey) return empty(401);
    await next();
    return undefined;
  });
  app.route(webhookPath, api);
  app.route(rpcPath, api);
  app.notFound(() => empty(404));
  // Azure decodes a path before it looks for a route, so that an id with a slash has none.
  return async (request) =>
    /%2f/i.test(new URL(request.url).pathname) ? empty(404) : await app.fetch(request);
}
