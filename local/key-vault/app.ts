import { Hono } from 'hono';
import type { Clock } from '../support/clock.ts';
import { checkToken } from './check-token.ts';
import { Faults } from './faults.ts';
import { secretRoutes } from './secret-routes.ts';
import type { SecretStore } from './secret-store.ts';
import { badParameter, errorBody, notEmulated, VaultError } from './vault-error.ts';

/** Those that Azure's SDKs send: https://learn.microsoft.com/rest/api/keyvault/secrets/operation-groups */
const versions = /^(7\.[0-6](-preview\.\d+)?|20\d\d-\d\d-\d\d(-preview)?)$/;
interface AppOptions {
  readonly store: SecretStore;
  readonly clock: Clock;
}

/** The data plane of a vault's secrets: https://learn.microsoft.com/rest/api/keyvault/secrets */
export function keyVaultApp({ store, clock }: AppOptions): Hono {
  const faults = new Faults();
  const app = new Hono({ strict: false });
  app.onError((error) => replyTo(error));
  app.use('/_emu/*', async (context, next) => {
    // A page of the web can send such a request, but not without naming its origin.
    if (context.req.header('origin') !== undefined) return context.body(null, 403);
    await next();
    return undefined;
  });
  app.route('/_emu', faults.routes());
  app.use(async (context, next) => {
    await next();
    const { pathname } = new URL(context.req.url);
    faults.record({ method: context.req.method, path: pathname, status: context.res.status });
  });
  app.use(async (context, next) => {
    const { hostname, pathname, searchParams } = new URL(context.req.url);
    checkToken(context.req.header('authorization') ?? null, hostname, clock.now());
    const version = searchParams.get('api-version');
    if (version === null) throw badParameter('The api-version query parameter is required.');
    if (!versions.test(version))
      throw badParameter(
        `The specified version (${version.slice(0, 50)}) is not recognized. Consider using the latest supported version (2025-07-01).`,
      );
    faults.meet(pathname.split('/')[2]);
    await next();
  });
  app.route('/', secretRoutes({ store, clock }));
  app.all('*', (context) => {
    throw notEmulated(`${context.req.method} ${new URL(context.req.url).pathname}`.slice(0, 300));
  });
  return app;
}

function replyTo(error: Error): Response {
  const known =
    error instanceof VaultError
      ? error
      : new VaultError(500, 'InternalServerError', 'The emulator failed.');
  return Response.json(errorBody(known), { status: known.status, headers: { ...known.headers } });
}
