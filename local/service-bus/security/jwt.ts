import { z } from 'zod';
import { BrokerError } from '../broker-error.ts';
import { type Claim, resourcePath } from './claim.ts';

const Claims = z.object({ aud: z.string(), exp: z.number() });
const audiences = ['https://servicebus.azure.net', 'https://servicebus.azure.net/'];

/** Takes any token for Service Bus that is not over: the emulator of the identity signs with a key that is nobody's. */
export function checkJwt(token: string, { audience, now }: { audience: string; now: Date }): Claim {
  const claims = Claims.safeParse(payloadOf(token));
  if (!claims.success) throw refusal('The token is not a JSON web token with aud and exp.');
  const { aud, exp } = claims.data;
  if (!audiences.includes(aud))
    throw refusal(`The token is for '${aud}', not for ${audiences[0]}.`);
  if (exp * 1000 <= now.getTime()) throw refusal('The token has expired.');
  return { path: resourcePath(audience), expiresAt: exp * 1000 };
}

function payloadOf(token: string): unknown {
  try {
    return JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString('utf8'));
  } catch {
    return undefined;
  }
}

function refusal(reason: string): BrokerError {
  return BrokerError.unauthorized(`InvalidToken: ${reason}`);
}
