import { AzureError } from '../model/azure-error.ts';
import type { ApiRequest, Reply, Route } from '../http/route.ts';
import type { Emulator } from '../emulator.ts';
import { principal } from './token-issuer.ts';

/** https://learn.microsoft.com/azure/app-service/overview-managed-identity#rest-endpoint-reference */
function appServiceToken(request: ApiRequest, emulator: Emulator): Reply {
  if (!request.headers.get('x-identity-header'))
    throw badRequest('The header X-IDENTITY-HEADER is missing.');
  return managedIdentityReply(request.query, emulator);
}

/** The older form of the same, which the Azure CLI uses (MSI_ENDPOINT). */
function legacyToken({ text, headers }: ApiRequest, emulator: Emulator): Reply {
  if (!headers.get('metadata')) throw badRequest('The header Metadata is missing.');
  return managedIdentityReply(new URLSearchParams(text), emulator);
}

/** https://learn.microsoft.com/entra/identity/managed-identities-azure-resources/how-to-use-vm-token */
function instanceMetadataToken({ query, headers }: ApiRequest, emulator: Emulator): Reply {
  if (headers.get('metadata')?.toLowerCase() !== 'true')
    throw badRequest('The header Metadata is not true.');
  return managedIdentityReply(query, emulator);
}

function managedIdentityReply(parameters: URLSearchParams, { tokens }: Emulator): Reply {
  const asked = parameters.get('resource');
  if (!asked) throw badRequest('The parameter resource is missing.');
  const { accessToken, expiresOn, expiresIn, resource } = tokens.issue(asked);
  return {
    status: 200,
    body: {
      access_token: accessToken,
      client_id: parameters.get('client_id') ?? principal.clientId,
      expires_on: String(expiresOn),
      expires_in: String(expiresIn),
      not_before: String(expiresOn - expiresIn),
      resource,
      token_type: 'Bearer',
    },
  };
}

function badRequest(message: string): AzureError {
  return new AzureError({ status: 400, code: 'invalid_request', message });
}

const get = { method: 'GET', guard: 'open' } as const;

export const managedIdentityRoutes: readonly Route[] = [
  { ...get, operation: 'AppServiceIdentity_GetToken', path: '/msi/token', handle: appServiceToken },
  {
    operation: 'LegacyIdentity_GetToken',
    method: 'POST',
    guard: 'open',
    path: '/msi/token',
    handle: legacyToken,
  },
  {
    ...get,
    operation: 'InstanceMetadata_GetToken',
    path: '/metadata/identity/oauth2/token',
    handle: instanceMetadataToken,
  },
];
