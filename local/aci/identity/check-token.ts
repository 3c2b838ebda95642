import { z } from 'zod';
import { isLoopbackName } from '../../support/http-server.ts';
import { AzureError } from '../model/azure-error.ts';
import type { TokenIssuer } from './token-issuer.ts';

const armAudiences = ['https://management.core.windows.net', 'https://management.azure.com'];

const Claims = z.object({ aud: z.string(), exp: z.number(), tid: z.string(), iss: z.string() });
type Claims = z.infer<typeof Claims>;

/** Throws ARM's 401 unless the token is one of ours, of this tenant, for ARM, and has not expired. */
export function checkToken(token: string, issuer: TokenIssuer, tenantId: string): void {
  const claims = readClaims(token, issuer);
  const now = issuer.now();
  const expiry = new Date(claims.exp * 1000);
  if (expiry <= now) {
    throw refusal(
      'ExpiredAuthenticationToken',
      `The access token expiry UTC time '${usTime(expiry)}' is earlier than current UTC time '${usTime(now)}'.`,
    );
  }
  if (!isForArm(claims.aud)) {
    const allowed = armAudiences.flatMap((audience) => [`'${audience}/'`, `'${audience}'`]);
    throw refusal(
      'InvalidAuthenticationTokenAudience',
      `The access token has been obtained for wrong audience or resource '${claims.aud}'. It should exactly match with one of the allowed audiences ${allowed.join(',')}.`,
    );
  }
  if (claims.tid !== tenantId) {
    throw refusal(
      'InvalidAuthenticationTokenTenant',
      `The access token is from the wrong issuer '${claims.iss}'. It must match the tenant 'https://sts.windows.net/${tenantId}/' associated with this subscription. Please use the authority (URL) 'https://login.windows.net/${tenantId}' to get the token.`,
    );
  }
}

function readClaims(token: string, issuer: TokenIssuer): Claims {
  const claims = Claims.safeParse(issuer.verify(token));
  if (claims.success) return claims.data;
  throw refusal('InvalidAuthenticationToken', 'The access token is invalid.');
}

/** Of Azure, or of this machine: clients of another cloud ask for tokens by the address of its ARM. */
function isForArm(audience: string): boolean {
  if (!URL.canParse(audience)) return false;
  const { origin, hostname } = new URL(audience);
  return armAudiences.includes(origin) || isLoopbackName(hostname);
}

function usTime(time: Date): string {
  return time.toLocaleString('en-US', { timeZone: 'UTC' }).replace(',', '');
}

function refusal(code: string, message: string): AzureError {
  // Parts of it are a client's own words, and not all of them may stand in a header.
  const description = message.replaceAll(/[^\x20-\x7e]|["\\]/g, '');
  return new AzureError({
    status: 401,
    code,
    message,
    headers: {
      'www-authenticate': `Bearer authorization_uri="https://login.windows.net/", error="invalid_token", error_description="${description}"`,
    },
  });
}
