import { createHmac, randomBytes } from 'node:crypto';
import { SystemClock } from '../../support/clock.ts';

interface Token {
  readonly accessToken: string;
  readonly resource: string;
  /** Seconds since 1970. */
  readonly expiresOn: number;
  readonly expiresIn: number;
}

/** Of the one identity there is. */
export const principal = {
  objectId: '44444444-4444-4444-4444-444444444444',
  clientId: '33333333-3333-3333-3333-333333333333',
};

const lifetimeSeconds = 24 * 60 * 60;

/**
 * Gives tokens for any resource. Their claims are those that Azurite's `--oauth basic` looks at; the signature is nobody's.
 * They hold by real time, as what checks them (Azurite, the clients' caches) lives in real time.
 */
export class TokenIssuer {
  private readonly clock = new SystemClock();
  private readonly key = randomBytes(32);
  private readonly tenantId: string;

  constructor(tenantId: string) {
    this.tenantId = tenantId;
  }

  /** `resource` may be a resource or a scope of it (`.../.default`). */
  issue(resource: string): Token {
    const audience = resource.replace(/\/\.default$/, '');
    const issuedAt = Math.floor(this.clock.now().getTime() / 1000);
    const expiresOn = issuedAt + lifetimeSeconds;
    const claims = {
      aud: audience,
      iss: `https://sts.windows.net/${this.tenantId}/`,
      iat: issuedAt,
      // Clocks of a machine may differ by a little.
      nbf: issuedAt - 300,
      exp: expiresOn,
      tid: this.tenantId,
      oid: principal.objectId,
      sub: principal.objectId,
      appid: principal.clientId,
      idtyp: 'app',
      ver: '1.0',
    };
    return {
      accessToken: this.sign(claims),
      resource: audience,
      expiresOn,
      expiresIn: lifetimeSeconds,
    };
  }

  private sign(claims: object): string {
    const encode = (part: object): string =>
      Buffer.from(JSON.stringify(part)).toString('base64url');
    const content = `${encode({ typ: 'JWT', alg: 'HS256' })}.${encode(claims)}`;
    return `${content}.${createHmac('sha256', this.key).update(content).digest('base64url')}`;
  }
}
