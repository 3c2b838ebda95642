import type { Emulator } from '../emulator.ts';
import { ok, type ApiRequest, type Reply, type Route } from '../http/route.ts';
import { AzureError } from '../model/azure-error.ts';

/** https://learn.microsoft.com/entra/identity-platform/v2-oauth2-client-creds-grant-flow; any secret is right. */
function clientCredentials({ text }: ApiRequest, { tokens }: Emulator): Reply {
  const form = new URLSearchParams(text);
  const asked = form.get('scope')?.split(' ')[0] ?? form.get('resource');
  if (!asked) {
    throw new AzureError({
      status: 400,
      code: 'invalid_request',
      message: 'The parameter scope (or resource) is missing.',
    });
  }
  const { accessToken, expiresIn, expiresOn, resource } = tokens.issue(asked);
  return ok({
    token_type: 'Bearer',
    expires_in: expiresIn,
    ext_expires_in: expiresIn,
    expires_on: String(expiresOn),
    resource,
    access_token: accessToken,
  });
}

function openIdConfiguration({ origin, path }: ApiRequest, { settings }: Emulator): Reply {
  const tenant = path.split('/').find((segment) => segment !== '') ?? settings.tenantId;
  const authority = `${origin}/${tenant}`;
  const oauth = path.includes('/v2.0/') ? `${authority}/oauth2/v2.0` : `${authority}/oauth2`;
  return ok({
    issuer: `https://sts.windows.net/${settings.tenantId}/`,
    authorization_endpoint: `${oauth}/authorize`,
    token_endpoint: `${oauth}/token`,
    jwks_uri: `${authority}/discovery/keys`,
    token_endpoint_auth_methods_supported: ['client_secret_post'],
    response_types_supported: ['code', 'id_token'],
    subject_types_supported: ['pairwise'],
    id_token_signing_alg_values_supported: ['RS256'],
  });
}

function discoverInstance({ origin, query }: ApiRequest, { settings }: Emulator): Reply {
  const host = new URL(origin).host;
  return ok({
    tenant_discovery_endpoint: `${origin}/${settings.tenantId}/v2.0/.well-known/openid-configuration`,
    'api-version': query.get('api-version') ?? '1.1',
    metadata: [{ preferred_network: host, preferred_cache: host, aliases: [host] }],
  });
}

/** Two forms: the one that the Azure CLI knows for a registered cloud, and today's. */
function metadataEndpoints({ origin, query }: ApiRequest): Reply {
  const authentication = { loginEndpoint: `${origin}/adfs`, audiences: [origin] };
  if (query.get('api-version') === '2015-01-01') {
    return ok({
      galleryEndpoint: origin,
      graphEndpoint: origin,
      portalEndpoint: origin,
      authentication,
    });
  }
  const cloud = {
    name: 'LocalAci',
    resourceManager: origin,
    portal: origin,
    graph: origin,
    graphAudience: origin,
    gallery: origin,
    batch: origin,
    authentication: { ...authentication, tenant: 'adfs', identityProvider: 'ADFS' },
    suffixes: {},
  };
  return { status: 200, body: [cloud] };
}

const get = { method: 'GET', guard: 'open' } as const;
const post = { method: 'POST', guard: 'open' } as const;
const configuration = {
  ...get,
  operation: 'Authority_GetConfiguration',
  handle: openIdConfiguration,
};
const token = { ...post, operation: 'Authority_GetToken', handle: clientCredentials };

export const authorityRoutes: readonly Route[] = [
  { ...configuration, path: '/adfs/.well-known/openid-configuration' },
  // The Azure CLI puts the tenant behind the authority of a registered cloud, which must end in /adfs itself.
  { ...configuration, path: '/adfs/adfs/.well-known/openid-configuration' },
  { ...configuration, path: '/:tenant/v2.0/.well-known/openid-configuration' },
  { ...token, path: '/:tenant/oauth2/token' },
  { ...token, path: '/:tenant/oauth2/v2.0/token' },
  {
    ...get,
    operation: 'Authority_GetKeys',
    path: '/:tenant/discovery/keys',
    handle: () => ok({ keys: [] }),
  },
  {
    ...get,
    operation: 'Authority_DiscoverInstance',
    path: '/common/discovery/instance',
    handle: discoverInstance,
  },
  {
    ...get,
    operation: 'Metadata_GetEndpoints',
    path: '/metadata/endpoints',
    handle: metadataEndpoints,
  },
];
