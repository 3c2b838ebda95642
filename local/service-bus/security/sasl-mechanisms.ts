import { timingSafeEqual } from 'node:crypto';
import type { SaslMechanism } from '../rhea/sasl.ts';
import type { AccessKey } from './access-key.ts';

/** Says nothing about who it is; $cbs follows. */
class Unauthenticated implements SaslMechanism {
  outcome: boolean | undefined;

  start(): void {
    this.outcome = true;
  }
}

/** Name of the policy and its key, as clients that know no $cbs send them: https://www.rfc-editor.org/rfc/rfc4616 */
export class Plain implements SaslMechanism {
  outcome: boolean | undefined;
  private readonly accessKey: AccessKey;

  constructor(accessKey: AccessKey) {
    this.accessKey = accessKey;
  }

  start(response: Buffer | undefined): void {
    const [, name = '', key = ''] = (response?.toString('utf8') ?? '').split('\0');
    const [given, expected] = [Buffer.from(key), Buffer.from(this.accessKey.key)];
    const isKey = given.length === expected.length && timingSafeEqual(given, expected);
    this.outcome = isKey && name === this.accessKey.name;
  }
}

/** What Service Bus offers: MSSBCBS for .NET and Python, ANONYMOUS for JavaScript, PLAIN for Proton. */
export function saslMechanisms(accessKey: AccessKey): Record<string, () => SaslMechanism> {
  return {
    MSSBCBS: () => new Unauthenticated(),
    ANONYMOUS: () => new Unauthenticated(),
    EXTERNAL: () => new Unauthenticated(),
    PLAIN: () => new Plain(accessKey),
  };
}
