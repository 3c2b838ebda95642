import { z } from 'zod';
import type { Clock } from '../../support/clock.ts';
import { BrokerError } from '../broker-error.ts';
import type { AccessKey } from '../security/access-key.ts';
import type { Claim } from '../security/claim.ts';
import { checkJwt } from '../security/jwt.ts';
import { checkSasToken } from '../security/sas-token.ts';
import type { Client } from './client.ts';
import type { RequestNode } from './request-link.ts';
import type { Request } from './request.ts';

export interface Security {
  readonly accessKey: AccessKey;
  /** Tokens are signed by real time, whatever clock the messages live by. */
  readonly clock: Clock;
}

const PutToken = z.object({
  operation: z.literal('put-token'),
  type: z.string(),
  name: z.string(),
});

/** Claims-based security: https://learn.microsoft.com/azure/service-bus-messaging/service-bus-amqp-protocol-guide#claims-based-authorization */
export function cbsNode(client: Client, security: Security): RequestNode {
  return {
    address: '$cbs',
    names: {
      statusCode: 'status-code',
      description: 'status-description',
      errorCondition: 'error-condition',
    },
    answer: (request) => {
      client.grant(checkToken(request, security));
      return { statusCode: 202, description: 'Accepted' };
    },
  };
}

function checkToken({ properties, body }: Request, { accessKey, clock }: Security): Claim {
  const { type, name: audience } = PutToken.parse(properties);
  if (typeof body !== 'string') throw BrokerError.argument('The body is not a token.');
  const now = clock.now();
  switch (type) {
    case 'servicebus.windows.net:sastoken':
      return checkSasToken(body, { audience, accessKey, now });
    case 'jwt':
      return checkJwt(body, { audience, now });
    default:
      throw BrokerError.notImplemented(`tokens of the type '${type}'`);
  }
}
