import { z } from 'zod';
import { VaultError } from './vault-error.ts';

const tenantId = '22222222-2222-2222-2222-222222222222';
const azureResource = 'https://vault.azure.net';

/**
 * The resource of which a client has to have a token. Azure's SDKs want the host that they ask to end with a dot and the
 * host of the resource, as `name.vault.azure.net` does with `vault.azure.net`. Of an address, 127.0.0.1, only a URL of no
 * scheme that is known can have the rest as its host: `https://0.0.1` would be read as an address, too.
 */
function resourceOf(hostname: string): string {
  return `key-vault://${hostname.split('.').slice(1).join('.') || hostname}`;
}

const Claims = z.object({
  aud: z.string(),
  exp: z.number(),
  nbf: z.number().optional(),
});

/** Throws Key Vault's 401 unless the token is for this vault and of now. As of Azurite's, its signature is nobody's concern. */
export function checkToken(authorization: string | null, hostname: string, now: Date): void {
  const [, token] = /^Bearer +(\S+)$/i.exec(authorization ?? '') ?? [];
  if (token === undefined)
    throw refusal(hostname, 'AKV10000: Request is missing a Bearer or PoP token.');
  const claims = claimsOf(token);
  if (!claims) throw refusal(hostname, 'AKV10001: The token is not a JSON Web Token.', true);
  const { aud, exp, nbf = 0 } = claims;
  const resource = resourceOf(hostname);
  if (![resource, azureResource].includes(aud.replace(/\/$/, '')))
    throw refusal(
      hostname,
      `AKV10022: Invalid audience. Expected ${azureResource} or ${resource}, found: ${aud.slice(0, 200)}.`,
      true,
    );
  const seconds = now.getTime() / 1000;
  if (exp <= seconds || nbf > seconds)
    throw refusal(hostname, 'AKV10046: The token is not of now.', true);
}

function claimsOf(token: string): z.infer<typeof Claims> | undefined {
  try {
    const [, claims = ''] = token.split('.');
    return Claims.parse(JSON.parse(Buffer.from(claims, 'base64url').toString()));
  } catch {
    return undefined;
  }
}

/** https://learn.microsoft.com/azure/key-vault/general/authentication-requests-and-responses */
function refusal(hostname: string, message: string, isWrong = false): VaultError {
  const challenge = `Bearer authorization="https://login.windows.net/${tenantId}", resource="${resourceOf(hostname)}"`;
  return new VaultError(401, 'Unauthorized', message, {
    headers: { 'www-authenticate': isWrong ? `${challenge}, error="invalid_token"` : challenge },
  });
}
