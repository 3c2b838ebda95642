import { z } from 'zod';
import type { Clock } from '../../../support/clock.ts';
import type { IdentitySettings } from '../../types.ts';
import { sendRequest } from './send-request.ts';

const Token = z.object({ access_token: z.string() });

/**
 * A token of the app's managed identity for a resource such as https://management.core.windows.net; throws when there
 * is no identity or it gives none.
 * https://learn.microsoft.com/azure/app-service/overview-managed-identity#rest-endpoint-reference
 */
export async function identityToken(
  resource: string,
  identity: IdentitySettings | undefined,
  clock: Clock,
): Promise<string> {
  if (!identity)
    throw new Error(
      'DefaultAzureCredential failed to retrieve a token: IDENTITY_ENDPOINT and IDENTITY_HEADER are not set.',
    );
  const url = new URL(identity.endpoint);
  url.searchParams.set('api-version', '2019-08-01');
  // Scopes become resources: https://learn.microsoft.com/entra/identity-platform/scopes-oidc#the-default-scope
  url.searchParams.set('resource', resource.replace(/\/\.default$/, ''));
  if (identity.clientId !== undefined) url.searchParams.set('client_id', identity.clientId);
  const headers = [['X-IDENTITY-HEADER', identity.header]] as const;
  const answer = await sendRequest({ method: 'GET', url: url.href, headers, body: null }, clock);
  if (answer.statusCode !== 200)
    throw new Error(
      `DefaultAzureCredential failed to retrieve a token: the identity endpoint answered ${String(answer.statusCode)}.`,
    );
  return Token.parse(JSON.parse(answer.content)).access_token;
}
