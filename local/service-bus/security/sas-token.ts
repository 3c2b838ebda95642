import { createHmac, timingSafeEqual } from 'node:crypto';
import { BrokerError } from '../broker-error.ts';
import type { AccessKey } from './access-key.ts';
import { type Claim, covers, resourcePath } from './claim.ts';

/**
 * What a shared access signature grants; throws when it is not ours, over, or for something else than `audience`.
 * https://learn.microsoft.com/azure/service-bus-messaging/service-bus-sas#generate-a-shared-access-signature-token
 */
export function checkSasToken(
  token: string,
  { audience, accessKey, now }: { audience: string; accessKey: AccessKey; now: Date },
): Claim {
  const fields = fieldsOf(token);
  const { sr = '', sig = '', se = '', skn = '' } = Object.fromEntries(fields);
  if (!token.startsWith('SharedAccessSignature ') || sr === '' || sig === '' || se === '')
    throw refusal('The token is not a SharedAccessSignature with sr, sig, se and skn.');
  if (decode(skn) !== accessKey.name)
    throw refusal(`There is no shared access policy '${decode(skn)}'.`);
  const expected = createHmac('sha256', accessKey.key).update(`${sr}\n${se}`).digest();
  const given = Buffer.from(decode(sig), 'base64');
  if (given.length !== expected.length || !timingSafeEqual(given, expected))
    throw refusal(
      `The signature was not made with the key of '${accessKey.name}'; take the connection string that READY shows.`,
    );
  const expiresAt = Number(se) * 1000;
  if (!(expiresAt > now.getTime())) throw refusal('The token has expired.');
  const path = resourcePath(decode(sr));
  if (!covers(path, resourcePath(audience)))
    throw refusal(`The token is for '${decode(sr)}', not for '${audience}'.`);
  return { path: resourcePath(audience), expiresAt };
}

function fieldsOf(token: string): [string, string][] {
  return token
    .slice(token.indexOf(' ') + 1)
    .split('&')
    .map((field) => {
      const equals = field.indexOf('=');
      return [field.slice(0, equals), field.slice(equals + 1)];
    });
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

function refusal(reason: string): BrokerError {
  return BrokerError.unauthorized(`InvalidSignature: ${reason}`);
}
